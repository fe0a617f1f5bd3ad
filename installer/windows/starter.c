/* Starts the program in the Python beside it: AMDesk.exe opens the window, amdesk.com is the command line.
   It holds a mutex while it runs, by which the installer sees that the program is open. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

typedef int (*python_main)(int, wchar_t **);

static int fail(const wchar_t *why) {
#ifdef WINDOW
    MessageBoxW(NULL, why, L"AMDesk", MB_ICONERROR);
#else
    fwprintf(stderr, L"%ls\n", why);
#endif
    return 4;
}

int wmain(int argc, wchar_t **argv) {
    wchar_t folder[MAX_PATH], library[MAX_PATH + 16];
    DWORD length = GetModuleFileNameW(NULL, folder, MAX_PATH);
    if (length == 0 || length == MAX_PATH) return fail(L"The program's folder has too long a name. Install it elsewhere.");
    wchar_t *last = wcsrchr(folder, L'\\');
    if (last) *last = 0;
    CreateMutexW(NULL, FALSE, L"AMDesk");
    swprintf(library, MAX_PATH + 16, L"%ls\\python313.dll", folder);
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    python_main run = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run) return fail(L"A part of AMDesk is missing. Install it again; your bank is not touched.");
    wchar_t **given = calloc(argc + 4, sizeof *given);
    if (!given) return fail(L"There is too little memory. Close other programs and try again.");
    int n = 0;
    given[n++] = argv[0];
    given[n++] = L"-m";
#ifdef WINDOW
    given[n++] = argc > 1 ? L"amdesk" : L"amdesk.window";
#else
    given[n++] = L"amdesk";
#endif
    for (int i = 1; i < argc; i++) given[n++] = argv[i];
    return run(n, given);
}

#ifdef WINDOW
#include <shellapi.h>
int WINAPI wWinMain(HINSTANCE here, HINSTANCE before, PWSTR line, int show) {
    (void)here, (void)before, (void)line, (void)show;
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    return argv ? wmain(argc, argv) : 4;
}
#endif
