// What a reader takes along: coordinates, a link, a citation, or a line that mends a wrong place.
const TOLD_MS = 1500;

function copyText(text, button) {
  const label = button.querySelector('.lab') || button;
  const name = label.textContent;
  const done = () => {
    label.textContent = word('copied');
    $('gm-status').textContent = word('copied');
    setTimeout(() => { label.textContent = name; }, TOLD_MS);
  };
  if (!navigator.clipboard) showToCopy(text, button, name); // not every browser lets a page from disk write there
  else navigator.clipboard.writeText(text).then(done, () => showToCopy(text, button, name));
}

// Beside the button and not in its place: the map closes a popup whose clicked part is gone.
function showToCopy(text, button, name) {
  const field = el('input', { class: 'copy-me', readonly: true, value: text, 'aria-label': name });
  button.after(field);
  button.hidden = true;
  field.addEventListener('blur', () => {
    button.hidden = false;
    field.remove();
  });
  field.focus();
  field.select();
}

function copyButton(key, textOf) {
  return el('button', { type: 'button', class: 'link', 'data-copy': key, text: word(key), onclick: (event) => copyText(textOf(), event.currentTarget) });
}

function pageAddress() {
  return window.location.href.split('#')[0];
}

function linkOf(row) {
  return `${pageAddress()}#${encodeURIComponent(linkId(row))}`;
}

function citationOf(row) {
  const story = [row.article_title ? `“${row.article_title}”` : '', row.source, row.published ? formatDay(row.published, DAY) : '',
    isWebAddress(row.url) ? row.url : ''].filter(Boolean).join(', ');
  const what = [typeLabel(row), placeName(row), dateWords(row)].join(', ');
  return `${what}. ${story ? `${word('cite_from', { story })} ` : ''}${word('cite_map', { link: linkOf(row) })}`;
}

function reasonOf(row) {
  return own(own(DATA.reasons, row.article_id), String(row.mention_start)) || {};
}

// A line of the file that `geomap build --corrections` reads; the words find their spot again.
const CORRECTION = ['article_id', 'text', 'prefix', 'suffix', 'occurrence', 'incident_id', 'action', 'place_id', 'lat', 'lon', 'type', 'role', 'date', 'reason', 'by'];

const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/; // what a spreadsheet would run, and the sign that defuses it

function csvCell(value) {
  const words = String(value ?? '').replace(/\s+/g, ' ');
  const text = typeof value === 'string' && FORMULA.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function correctionLines(row, { action, lat, lon, reason }) {
  const { prefix, suffix, occurrence, next } = reasonOf(row);
  const words = { text: row.mention, prefix, suffix, occurrence };
  const [about, what] = {
    drop: [{ incident_id: row.incident_id }, 'drop'], next: [{ ...words, place_id: next && next.id }, 'place'],
  }[action] || [words, action];
  const cells = { article_id: row.article_id, ...about, action: what, lat, lon, reason };
  return `${CORRECTION.join()}\r\n${CORRECTION.map((name) => csvCell(cells[name])).join()}\r\n`;
}

const SPOT = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/;

function readSpot(text) {
  const found = SPOT.exec(text);
  const [lat, lon] = found ? [Number(found[1]), Number(found[2])] : [NaN, NaN];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : {};
}

function field(label, input) {
  return el('label', { class: 'field' }, el('span', { text: label }), input);
}

// Filled in here, pasted into a file there: the page itself sends nothing anywhere.
function reportForm(row) {
  if (!row.mention && !row.incident_id) return null;
  const { next } = reasonOf(row);
  const actions = [next && 'next', row.mention && 'place', row.mention && 'not_a_place', row.incident_id && 'drop'].filter(Boolean);
  const action = el('select', {}, ...actions.map((value) => (
    el('option', { value, text: word(`report_action.${value}`, { place: value === 'next' ? describe(next) : '' }) }))));
  const spot = el('input', { type: 'text', placeholder: '50.4501, 30.5234', inputmode: 'text', autocomplete: 'off' });
  const reason = el('input', { type: 'text', autocomplete: 'off' });
  const lines = el('textarea', { readonly: true, rows: 3, 'aria-label': word('report_line'), wrap: 'off' });
  const spotField = field(word('report_spot'), spot);
  const write = () => {
    spotField.hidden = action.value !== 'place';
    lines.value = correctionLines(row, { action: action.value, reason: reason.value, ...(action.value === 'place' ? readSpot(spot.value) : {}) });
  };
  for (const input of [action, spot, reason]) input.addEventListener('input', write);
  write();
  return el('details', { class: 'report' }, el('summary', { text: word('report') }),
    field(word('report_what'), action), spotField, field(word('report_reason'), reason),
    el('p', { class: 'quiet', text: word('report_how') }), lines, copyButton('copy_line', () => lines.value));
}
