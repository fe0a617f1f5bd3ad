'use strict';
/* Checks a certificate in the reader's own browser. Nothing is sent: the page asks for nothing and has nowhere to send to. */
(() => {
  const DATA = JSON.parse(document.getElementById('data').textContent);
  const WORDS = DATA.texts;
  const $ = (id) => document.getElementById(id);
  const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-./';
  const MARK = 'AMDESK2:';
  let lang = 'sv';
  let last = null;
  let shownFile = null;
  let camera = null;

  // words

  const t = (key, given = {}) => (WORDS[lang][key] || WORDS.sv[key]).replace(/\{(\w+)\}/g, (_, name) => seen(String(given[name] ?? '')));

  /* Words without what nobody sees and what turns them round: control characters and marks of direction. */
  const seen = (said) => said.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => (c === '\u200c' || c === '\u200d' ? c : ''));

  function el(name, className, said) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (said !== undefined) made.textContent = seen(said);
    return made;
  }

  function isolated(said) {
    const made = el('bdi', '', said);
    made.dir = 'auto';
    return made;
  }

  /* Each by itself, so that one from the right turns none of the others; a comma between them. */
  const listed = (all) => all.filter(Boolean).flatMap((said, i) => [i ? ', ' : '', isolated(said)]);

  const longDay = (iso) => {
    if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return iso;
    const months = t('months').split(' ');
    const [y, m, d] = iso.split('-').map(Number);
    return `${d} ${months[m - 1]} ${y}`;
  };

  const later = (days) => {
    const now = new Date();
    now.setDate(now.getDate() + days); // where clocks are set forward or back a day has not 24 hours
    const two = (n) => String(n).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };
  const today = () => later(0);

  // bytes

  const ascii = (said) => Uint8Array.from(said, (c) => c.charCodeAt(0));
  const fromHex = (said) => Uint8Array.from(said.match(/../g) || [], (h) => parseInt(h, 16));
  const toHex = (raw) => Array.from(raw, (b) => b.toString(16).padStart(2, '0')).join('');

  function base41(said) {
    const out = [];
    for (let at = 0; at < said.length; at += 3) {
      const part = said.slice(at, at + 3);
      let value = 0;
      for (let i = part.length - 1; i >= 0; i--) {
        const digit = ALPHABET.indexOf(part[i]);
        if (digit < 0) throw new Error('letter');
        value = value * 41 + digit;
      }
      const count = part.length - 1;
      if (count < 1 || value >= 256 ** count) throw new Error('length');
      if (count === 2) out.push(value >> 8);
      out.push(value & 255);
    }
    return Uint8Array.from(out);
  }

  function base32(said) {
    const out = [];
    let bits = 0;
    let value = 0;
    for (const c of said) {
      const digit = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c);
      if (digit < 0) throw new Error('letter');
      value = (value << 5) | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.push((value >> bits) & 255);
        value &= (1 << bits) - 1;
      }
    }
    if (value || bits >= 5) throw new Error('spare bits');
    return Uint8Array.from(out);
  }

  async function inflated(raw) {
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const reader = stream.getReader();
    const parts = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > 20000) throw new Error('too long');
      parts.push(value);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
  }

  // signatures

  async function holds(key, signature, content) {
    const raw = fromHex(key);
    try {
      const made = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
      return await crypto.subtle.verify({ name: 'Ed25519' }, made, signature, content);
    } catch {
      VENDOR.hashes.sha512 = VENDOR.sha512; // a browser that does not know Ed25519, or a page without a safe origin
      try {
        return VENDOR.verify(signature, content, raw);
      } catch {
        return false;
      }
    }
  }

  async function keyOf(signature, content, name) {
    for (const key of DATA.keys) {
      if ((!name || key.name === name) && (await holds(key.public, signature, content))) return key;
    }
    return null;
  }

  const covers = (key, day) => (!key.from || key.from <= day) && (!key.to || day <= key.to);

  // what a code says

  class Payload {
    constructor(raw) {
      this.raw = raw;
      this.at = 0;
    }

    take(count) {
      if (this.at + count > this.raw.length) throw new Error('short');
      this.at += count;
      return this.raw.subarray(this.at - count, this.at);
    }

    varint() {
      for (let value = 0, shift = 0; shift < 35; shift += 7) {
        const byte = this.take(1)[0];
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
      throw new Error('number');
    }

    number() {
      const year = this.varint();
      const serial = this.varint();
      return year ? `AMD-${year}-${String(serial).padStart(5, '0')}` : '';
    }

    day() {
      const [high, low] = this.take(2);
      const days = high * 256 + low;
      return days ? new Date(Date.UTC(1900, 0, 1 + days)).toISOString().slice(0, 10) : '';
    }

    levels() {
      const count = this.varint();
      if (count > 500) throw new Error('levels');
      const room = count ? Math.ceil(((5n ** BigInt(count) - 1n).toString(2).length) / 8) : 0;
      let value = BigInt(`0x${toHex(this.take(room)) || '0'}`);
      const out = [];
      for (let i = 0; i < count; i++) {
        out.push(Number(value % 5n));
        value /= 5n;
      }
      return out;
    }
  }

  async function second(said) {
    const raw = base41(said);
    const signature = raw.slice(0, 64);
    const content = raw.slice(64);
    const p = new Payload(content);
    if (p.take(1)[0] !== 2) throw new Error('form');
    const name = toHex(p.take(4));
    const c = { number: p.number(), replaces: p.number() };
    [c.issued, c.from, c.to, c.born] = [p.day(), p.day(), p.day(), p.day()];
    [c.extent, c.occasions] = p.take(2);
    c.version = p.varint();
    c.wording = toHex(p.take(6));
    c.levels = p.levels();
    const hours = Array.from({ length: p.varint() }, () => p.varint());
    c.digest = toHex(p.take(p.take(1)[0]));
    const words = (await inflated(content.slice(p.at))).split('\n');
    if (words.length !== 12 + hours.length || !c.issued) throw new Error('words');
    [c.profile, c.name, c.occupation, c.host, c.department] = words;
    c.signers = [words.slice(5, 8), words.slice(8, 11)];
    c.modules = hours.map((h, i) => [words[11 + i], h]);
    c.remark = words[words.length - 1];
    return { c, key: await keyOf(signature, content, name) };
  }

  async function first(said) {
    const raw = base32(said);
    const content = raw.slice(0, -64);
    const v = new TextDecoder('utf-8', { fatal: true }).decode(content).split('\n');
    if (v.length !== 11 || !/^\d{4}-\d\d-\d\d$/.test(v[1])) throw new Error('words');
    const c = { number: v[0], issued: v[1], name: v[2], born: v[3], occupation: v[4], host: v[5], from: v[6], to: v[7], extent: Number(v[8]), replaces: v[9], levels: null, modules: [], signers: [], remark: '', digest: '', department: '' };
    return { c, key: await keyOf(raw.slice(-64), content) };
  }

  // where codes stand in a text, as amdesk/domain/competence/written.py finds them

  const SIGNS = { 'AMDESK1:': /[A-Z2-7]*/y, 'AMDESK2:': /[0-9A-Z$*./-]*/y };
  const SHORTEST = 100;

  /* What a mail program or a browser wrote as %24, =24 or &#36;; only signs that stand in codes and their marks. */
  function unescaped(whole, percent, equals, decimal, hexadecimal) {
    const sign = String.fromCharCode(decimal ? Number(decimal) : parseInt(percent || equals || hexadecimal, 16));
    return `${ALPHABET}#: \t\r\n`.includes(sign) ? sign : whole;
  }

  function endsOf(whole, first, last, breaks) {
    const found = new Set();
    const lines = [last];
    for (let at = last - 1; at > first + SHORTEST; at--) if (breaks.has(at)) lines.push(at);
    for (const end of lines) {
      const tail = /[.*/$-]*$/.exec(whole.slice(Math.max(first, end - 4), end))[0].length;
      for (let one = end; one >= end - tail; one--) found.add(one);
    }
    return [...found].slice(0, 40);
  }

  /* The places at which codes stand: what each may be, the longest first. */
  function carried(said) {
    const text = said.slice(0, 1000000).replace(/=[ \t]*\r?\n/g, '')
      .replace(/%(?:25)*([0-9A-Fa-f]{2})|=([0-9A-F]{2})|&#(\d{2,3});|&#x([0-9A-Fa-f]{2});/g, unescaped)
      .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
    const parts = text.split(/[\r\n]+(?:[ \t]*[>|])*|\s+/);
    const breaks = new Set();
    let at = 0;
    for (const part of parts) breaks.add(at += part.length);
    const whole = parts.join('');
    const found = new Map();
    for (const [mark, signs] of Object.entries(SIGNS)) {
      let begin = whole.indexOf(mark);
      for (let n = 0; begin >= 0 && n < 20; n++, begin = whole.indexOf(mark, begin + 1)) {
        const first = begin + mark.length;
        signs.lastIndex = first;
        const run = signs.exec(whole)[0].slice(0, 4000);
        if (run.length < SHORTEST || found.has(run)) continue;
        found.set(run, endsOf(whole, first, first + run.length, breaks).map((end) => mark + whole.slice(first, end)));
      }
    }
    return [...found.values()];
  }

  async function signed(candidates) {
    for (const code of candidates) {
      try {
        const found = await (code.startsWith(MARK) ? second(code.slice(MARK.length)) : first(code.slice(MARK.length)));
        if (found.key) return { ...found, code };
      } catch {
        // another end of it may be the code
      }
    }
    return null;
  }

  /* Whether one of the codes that may stand at a place names a key that is none of the city's. */
  function stranger(place) {
    return place.filter((code) => code.startsWith(MARK)).some((code) => {
      try {
        const named = base41(code.slice(MARK.length)).slice(64, 69);
        return named.length === 5 && named[0] === 2 && !DATA.keys.some((key) => key.name === toHex(named.slice(1)));
      } catch {
        return false;
      }
    });
  }

  /* What the one code of a text says: nothing where there is none, `several` where others stand beside it. */
  async function read(said) {
    const places = carried(said);
    const found = [];
    for (const place of places) {
      const one = await signed(place);
      if (one) found.push(one);
    }
    if (!found.length) {
      if (places.some(stranger)) throw new Error('stranger');
      if (places.length || said.trim().startsWith(MARK)) throw new Error('none');
      return null;
    }
    const { code } = found[0];
    const others = places.some((place) => !place.includes(code) && !place.some((one) => code.startsWith(one)));
    return others ? { several: true } : found[0];
  }

  /* The characters of a text file, as UTF-16 where it begins or looks like it. */
  function plainText(raw) {
    const head = raw.subarray(0, 400);
    const zeros = (odd) => head.filter((byte, i) => byte === 0 && i % 2 === odd).length * 4 > head.length;
    const little = (raw[0] === 0xff && raw[1] === 0xfe) || zeros(1);
    const big = (raw[0] === 0xfe && raw[1] === 0xff) || zeros(0);
    return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(raw.subarray(0, 4000000));
  }

  // the list of revoked certificates

  async function revoked() {
    const said = DATA.revoked;
    const at = said.trimEnd().lastIndexOf('\n') + 1;
    if (!at) return null;
    const body = said.slice(0, at);
    const key = await keyOf(fromHex(said.slice(at).trim()), new TextEncoder().encode(body));
    const [head, ...lines] = body.trimEnd().split('\n');
    const [mark, made, next] = head.split(' ');
    if (mark !== 'AMDESK2-REVOKED' || !key || !covers(key, made)) return null;
    const latest = new Date(Date.parse(made) + 31 * 86400000).toISOString().slice(0, 10); // as long as the city's own count
    return { made, next: next < latest ? next : latest, days: new Map(lines.map((line) => line.split(' '))) };
  }

  // the verdict: ok, revoked, unknown or forged, with the words for it

  async function judged(said, kind) {
    let found;
    try {
      found = await read(said);
    } catch (error) {
      if (error.message === 'stranger') return { state: 'forged', head: 'other', why: 'other_text', kind };
      return { state: 'forged', why: 'forged_text', kind };
    }
    if (!found) return { state: 'unknown', why: 'none_text', kind };
    if (found.several) return { state: 'unknown', why: 'several_text', kind };
    const { c, key } = found;
    if (!covers(key, c.issued)) return { state: 'forged', why: 'time_text', kind, c };
    if (said === DATA.own) return { state: 'own', why: 'own_text', kind: 'own', c, key };
    const list = await revoked();
    if (list && list.days.has(c.number)) return { state: 'revoked', why: 'revoked_text', day: list.days.get(c.number), kind, c, key, list };
    if (!list) return { state: 'unknown', why: 'no_list_text', kind, c, key };
    if (list.made > later(1)) return { state: 'unknown', why: 'early_text', kind, c, key, list }; // made by a wrong clock, or read by one
    if (today() > list.next) return { state: 'unknown', why: 'old_text', kind, c, key, list };
    if (list.made < c.issued) return { state: 'unknown', why: 'older_text', kind, c, key, list };
    return { state: 'ok', why: 'ok_text', kind, c, key, list };
  }

  const ANY_CODE = /AMDESK1:[A-Z2-7]{100,}|AMDESK2:[0-9A-Z$*./-]{100,}/;
  const KEYWORDS = new RegExp(`/Keywords \\((?:https:[^()\\\\ #]*#)?(${ANY_CODE.source})\\)`, 'g');

  async function judgedPdf(raw) {
    const said = new TextDecoder('latin1').decode(raw);
    const marks = [...said.matchAll(/%AMDESK1 ([0-9a-f]{128})\n/g)];
    const seal = marks[marks.length - 1];
    const inside = seal ? said.slice(0, seal.index) : said;
    const codes = new Set([...inside.matchAll(KEYWORDS)].map((one) => one[1])); // a name may be somebody's code: it is not the paper's
    const code = codes.size === 1 ? [...codes][0] : (ANY_CODE.exec(inside) || [''])[0];
    if (!code) return { state: seal ? 'forged' : 'unknown', why: seal ? 'forged_text' : 'none_text', kind: 'pdf' };
    const found = await judged(code, 'pdf');
    if (found.state === 'forged') return found;
    if (codes.size !== 1 || !seal || !said.startsWith('%PDF-')) return { ...found, state: 'forged', why: 'file_text' };
    const body = raw.slice(0, seal.index);
    const by = await keyOf(fromHex(seal[1]), body);
    if (!by || by !== found.key) return { ...found, state: 'forged', why: 'file_text' };
    if (seal.index + seal[0].length === raw.length) return found;
    return found.state === 'ok' ? { ...found, state: 'unknown', why: 'added_text' } : { ...found, added: true };
  }

  // drawing

  function bars(level) {
    const holder = el('span', 'bars');
    holder.setAttribute('aria-hidden', 'true');
    for (let i = 1; i <= 4; i++) holder.append(el('i', i <= level ? `b${i} on` : `b${i}`));
    return holder;
  }

  /* The words of the levels, and the areas with their skills; no areas where the page does not know them. */
  function wordsOf(c) {
    const known = Object.hasOwn(DATA.words, c.wording || '') ? DATA.words[c.wording] : null;
    return known ? [DATA.levels[known[0]], known.slice(1).map((i) => DATA.areas[i])] : [DATA.levels[0], null];
  }

  function areasOf(c) {
    const [, words] = wordsOf(c);
    if (!words || words.reduce((n, [, skills]) => n + skills.length, 0) !== c.levels.length) {
      const rows = c.levels.map((level, i) => [t('row', { n: i + 1 }), level]).filter(([, level]) => level);
      return [[t('unknown_words', { profile: c.profile, version: c.version }), rows]];
    }
    let at = 0;
    const all = words.map(([title, skills]) => [title, skills.map((skill) => [skill, c.levels[at++]]).filter(([, level]) => level)]);
    return all.filter(([, rows]) => rows.length);
  }

  function drawn(c) {
    const paper = el('article', 'paper');
    const top = el('div', 'top');
    top.append(el('h2', 'title', 'Kompetensintyg'), el('span', 'number', c.number));
    const name = el('p', 'name');
    name.append(isolated(c.name));
    paper.append(top, name);
    const facts = el('p', 'facts');
    const parts = [c.born && t('born', { day: longDay(c.born) }), c.occupation.toLowerCase(), c.extent === 100 ? t('full') : `${c.extent}\u00a0%`];
    facts.append(...parts.filter(Boolean).flatMap((said, i) => [i ? ' · ' : '', isolated(said)]));
    const where = el('p', 'facts');
    where.append(...listed([c.host, c.department]), `, ${longDay(c.from)} – ${longDay(c.to)}`);
    paper.append(facts, where);
    if (c.replaces) paper.append(el('p', 'facts', t('replaces', { number: c.replaces })));
    if (c.levels) {
      const [levels] = wordsOf(c);
      for (const [title, rows] of areasOf(c)) {
        paper.append(el('h3', '', title));
        const list = el('ul', 'skills');
        for (const [skill, level] of rows) {
          const item = el('li');
          const said = levels[level - 1] || '';
          const figure = el('span', 'figure', String(level));
          figure.append(el('span', 'hidden', ` ${said}`));
          item.append(el('span', 'skill', skill), bars(level), figure);
          list.append(item);
        }
        paper.append(list);
      }
      const key = el('p', 'key');
      levels.forEach((said, i) => {
        const one = el('span');
        one.append(bars(i + 1), ` ${i + 1} ${said}`);
        key.append(one);
      });
      paper.append(key);
    } else paper.append(el('p', 'note', t('no_levels')));
    if (c.modules.length) {
      paper.append(el('h3', '', t('modules')));
      const list = el('ul', 'skills');
      for (const [said, hours] of c.modules) {
        const item = el('li');
        item.append(el('span', 'skill', said), el('span', 'hours', t('hours', { hours })));
        list.append(item);
      }
      paper.append(list);
    }
    if (c.remark || c.digest) {
      paper.append(el('h3', '', t('remark')));
      const words = el('p', c.remark ? 'remark' : 'note');
      words.append(isolated(c.remark || t('long_remark')));
      paper.append(words);
    }
    for (const [who, title, place] of c.signers.filter((s) => s[0])) {
      const line = el('p', 'signer');
      const more = el('span');
      more.append(...listed([title, place]));
      line.append(isolated(who), title || place ? ', ' : '', more);
      paper.append(line);
    }
    return paper;
  }

  function show(found) {
    last = found;
    const box = $('verdict');
    box.className = `verdict ${found.state}`;
    box.replaceChildren();
    const icon = el('span', 'icon', { ok: '✓', own: '✓', revoked: '!', unknown: '?', forged: '✕' }[found.state]);
    icon.setAttribute('aria-hidden', 'true');
    const words = el('div');
    const heading = t(found.state === 'ok' && found.kind === 'picture' ? 'ok_picture' : found.head || found.state, { city: DATA.city }); // of a picture its code alone was checked
    words.append(el('h1', '', heading));
    const c = found.c || {};
    words.append(el('p', '', t(found.why, { city: DATA.city, day: longDay(found.day || c.issued || ''), list: found.list ? longDay(found.list.made) : '', number: c.number || '' })));
    if (found.added) words.append(el('p', '', t('added_more', { city: DATA.city })));
    if (found.state === 'ok' && found.kind !== 'pdf') words.append(el('p', '', t('not_paper')));
    if (found.state === 'ok' && c.levels === null) words.append(el('p', '', t('no_levels')));
    box.append(icon, words);
    $('again').hidden = false;
    const paper = $('paper');
    paper.replaceChildren();
    if (found.c && found.state !== 'forged') {
      if (found.kind === 'pdf') paper.append(el('p', 'signed', t('pdf_note')));
      paper.append(el('p', 'signed', t('signed')), drawn(found.c));
    }
    const beside = $('beside');
    beside.replaceChildren();
    if (shownFile && found.kind === 'picture' && found.c) {
      const picture = el('img');
      picture.src = shownFile;
      picture.alt = t('your_picture');
      beside.append(picture);
    }
    $('start').hidden = true;
    $('foot').hidden = false;
    $('compare').hidden = !found.c || ['forged', 'own', 'revoked'].includes(found.state);
    $('foot').hidden = found.state === 'own';
    document.title = found.state === 'own' ? t('own') : `${heading} · ${t('heading')}`;
  }

  function begin() {
    last = null;
    if (shownFile) URL.revokeObjectURL(shownFile);
    shownFile = null;
    stop();
    for (const id of ['verdict', 'paper', 'beside']) $(id).replaceChildren();
    $('verdict').className = 'verdict none';
    $('start').hidden = false;
    $('foot').hidden = true;
    $('text').value = '';
    $('file').value = '';
    document.title = t('heading');
  }

  // files, pictures, camera

  const MOST_DOTS = 210e6; // phones make 200 million

  function codeIn(canvas, scale, source, wide, tall) {
    canvas.width = Math.max(1, Math.round(wide * scale));
    canvas.height = Math.max(1, Math.round(tall * scale));
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return VENDOR.decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height), { effort: 8, timeLimit: 3000 });
    } catch {
      return '';
    }
  }

  async function dotsOf(file) { // told by the head of a picture, before a small file becomes gigabytes
    const head = new Image();
    head.src = URL.createObjectURL(file);
    const known = await new Promise((done) => {
      head.onload = () => done(head.naturalWidth * head.naturalHeight);
      head.onerror = () => done(0);
    });
    URL.revokeObjectURL(head.src);
    return known;
  }

  async function fromPicture(file) {
    let picture;
    if (await dotsOf(file) > MOST_DOTS) return show({ state: 'unknown', why: 'large_text', kind: 'picture' });
    try {
      picture = await createImageBitmap(file);
    } catch {
      return show({ state: 'unknown', why: 'picture_text', kind: 'picture' });
    }
    const most = Math.min(1, 3000 / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    for (const scale of [most, most / 2, most * 2, most * 0.75]) {
      const said = codeIn(canvas, scale, picture, picture.width, picture.height);
      if (/AMDESK[12]:/.test(said)) {
        shownFile = URL.createObjectURL(file);
        return show(await judged(said, 'picture'));
      }
    }
    return show({ state: 'unknown', why: 'picture_text', kind: 'picture' });
  }

  async function fromFile(file) {
    if (!file) return;
    const raw = new Uint8Array(await file.arrayBuffer());
    const head = new TextDecoder('latin1').decode(raw.subarray(0, 4096));
    const whole = new TextDecoder('latin1').decode(raw);
    const sealed = /%AMDESK1 [0-9a-f]{128}\n/.test(whole);
    const pages = /end[o]bj/.test(whole) && !/<!doctype html|<html/i.test(head); // also where its head was cut off
    if (sealed || pages || head.includes('%PDF')) return show(await judgedPdf(raw));
    const text = /^(\x89PNG|\xff\xd8\xff|GIF8|BM|RIFF|II\*|MM\0)/.test(head) ? '' : plainText(raw);
    if (text.slice(0, 4096).includes('%PDF') || (/end[o]bj/.test(text) && !/<!doctype html|<html/i.test(head))) return show({ state: 'forged', why: 'file_text', kind: 'pdf' });
    if (carried(text).length || text.trim().startsWith(MARK)) return show(await judged(text, 'code'));
    return fromPicture(file);
  }

  function stop() {
    if (camera) for (const track of camera.getTracks()) track.stop();
    camera = null;
    $('live').hidden = true;
  }

  async function film() {
    const live = $('live');
    try {
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } } });
    } catch {
      return show({ state: 'unknown', why: 'camera_text', kind: 'picture' });
    }
    live.hidden = false;
    live.srcObject = camera;
    await live.play();
    const canvas = document.createElement('canvas');
    const look = async () => {
      if (!camera) return;
      const said = live.videoWidth ? codeIn(canvas, 1, live, live.videoWidth, live.videoHeight) : '';
      if (/AMDESK[12]:/.test(said)) {
        stop();
        show(await judged(said, 'code'));
      } else setTimeout(look, 200);
    };
    look();
  }

  function speak(chosen) {
    lang = chosen;
    document.documentElement.lang = lang === 'en' ? 'en' : 'sv';
    for (const one of document.querySelectorAll('[data-t]')) one.textContent = t(one.dataset.t, { city: DATA.city });
    for (const one of document.querySelectorAll('[data-lang]')) one.setAttribute('aria-pressed', String(one.dataset.lang === lang));
    document.title = t('heading');
    if (last) show(last);
  }

  async function fromLink() {
    const said = DATA.own || location.hash.slice(1);
    if (said) show(await judged(said, 'code'));
  }

  for (const one of document.querySelectorAll('[data-lang]')) one.addEventListener('click', () => speak(one.dataset.lang));
  $('file').addEventListener('change', (event) => fromFile(event.target.files[0]));
  $('check').addEventListener('click', async () => show(await judged($('text').value, 'code')));
  $('again').addEventListener('click', begin);
  $('film').addEventListener('click', film);
  $('film').hidden = !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  addEventListener('hashchange', fromLink);
  speak(navigator.language.startsWith('sv') ? 'sv' : 'en');
  fromLink();
})();
