; The Windows installer. /S is silent, /ALLUSERS installs for everybody (as an administrator), /D=FOLDER elsewhere.
; Uninstalling leaves bank, settings and backups; /PURGE removes them too.
Unicode true
Target amd64-unicode
RequestExecutionLevel user
SetCompressor /SOLID lzma
Name "AMDesk"
OutFile "${OUT}"
Icon "${ICON}"
UninstallIcon "${ICON}"
InstallDir "$LOCALAPPDATA\Programs\AMDesk"
BrandingText "AMDesk ${VERSION}"
ShowInstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "AMDesk"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "AMDesk"
VIAddVersionKey "LegalCopyright" "AMDesk"
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\AMDesk"
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles
LoadLanguageFile "${NSISDIR}\Contrib\Language files\English.nlf"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\Swedish.nlf"
LangString RUNNING ${LANG_ENGLISH} "AMDesk is open. Close it, then install again."
LangString RUNNING ${LANG_SWEDISH} "AMDesk är öppet. Stäng det och installera igen."
LangString NEWER ${LANG_ENGLISH} "A newer AMDesk is installed. An older one cannot read its bank, so nothing was changed."
LangString NEWER ${LANG_SWEDISH} "En nyare AMDesk är installerad. En äldre kan inte läsa dess bank, så inget ändrades."
Var ROOTKEY

!macro REFUSE WHY CODE
  IfSilent +2
  MessageBox MB_OK|MB_ICONEXCLAMATION "${WHY}"
  SetErrorLevel ${CODE}
  Quit
!macroend

!macro FIND_RUNNING
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "AMDesk") p .r0'
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
    !insertmacro REFUSE "$(RUNNING)" 3
  ${EndIf}
!macroend

!macro FOR_WHOM
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${IfNot} ${Errors}
    SetShellVarContext all
    StrCpy $ROOTKEY "all"
  ${Else}
    SetShellVarContext current
    StrCpy $ROOTKEY "me"
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  !insertmacro FOR_WHOM
  ${If} $ROOTKEY == "all"
    ${If} $INSTDIR == "$LOCALAPPDATA\Programs\AMDesk"
      StrCpy $INSTDIR "$PROGRAMFILES64\AMDesk"
    ${EndIf}
    ReadRegStr $1 HKLM "${KEY}" "DisplayVersion"
  ${Else}
    ReadRegStr $1 HKCU "${KEY}" "DisplayVersion"
  ${EndIf}
  !insertmacro FIND_RUNNING
  ${If} $1 != ""
    ${VersionCompare} "$1" "${VERSION}" $2
    ${If} $2 == 1
      !insertmacro REFUSE "$(NEWER)" 4
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro FOR_WHOM
  !insertmacro FIND_RUNNING
FunctionEnd

Section
  ; what an older version put here and this one does not is gone with its own list
  IfFileExists "$INSTDIR\uninstall.exe" 0 fresh
  ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR'
fresh:
  !include "${LISTS}\install.nsh"
  SetOutPath "$INSTDIR"
  ; Python's compiled files, which a program for all users could not write later
  nsExec::Exec '"$INSTDIR\python.exe" -m compileall -q "$INSTDIR\amdesk" "$INSTDIR\site"'
  Pop $0
  nsExec::Exec '"$INSTDIR\python.exe" -m amdesk.kept_code'
  Pop $0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS"
  CreateShortcut "$SMPROGRAMS\AMDesk.lnk" "$INSTDIR\AMDesk.exe"
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  !macro REGISTER ROOT
    WriteRegStr ${ROOT} "${KEY}" "DisplayName" "AMDesk"
    WriteRegStr ${ROOT} "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr ${ROOT} "${KEY}" "DisplayIcon" "$INSTDIR\AMDesk.exe"
    WriteRegStr ${ROOT} "${KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr ${ROOT} "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr ${ROOT} "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD ${ROOT} "${KEY}" "EstimatedSize" "$0"
    WriteRegDWORD ${ROOT} "${KEY}" "NoModify" 1
    WriteRegDWORD ${ROOT} "${KEY}" "NoRepair" 1
  !macroend
  ${If} $ROOTKEY == "all"
    !insertmacro REGISTER HKLM
  ${Else}
    !insertmacro REGISTER HKCU
  ${EndIf}
SectionEnd

Section Uninstall
  !include "${LISTS}\remove.nsh"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $R1
  ${IfNot} ${Errors}
    Return
  ${EndIf}
  Delete "$SMPROGRAMS\AMDesk.lnk"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${If} $ROOTKEY == "all"
    DeleteRegKey HKLM "${KEY}"
  ${Else}
    DeleteRegKey HKCU "${KEY}"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/PURGE" $R1
  ${IfNot} ${Errors}
    RMDir /r "$LOCALAPPDATA\AMDesk"
  ${EndIf}
SectionEnd
