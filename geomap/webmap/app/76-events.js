// An event as lines of the table: what its articles agree on, where they differ, who tells of it.
const REPORTS_AT_ONCE = 4;

function groupingSwitch(onchange) {
  if (!HAS_EVENTS) return [];
  const choice = (by) => el('button', {
    type: 'button', 'data-by': by, 'aria-pressed': String(by === 'event'), text: word(`by_${by}`),
    onclick: () => { setGrouping(by === 'event'); onchange(); },
  });
  return [el('div', { class: 'switch', role: 'group', 'aria-label': word('grouping') }, choice('event'), choice('article'))];
}

// From a mark on the map to the entry of its event.
function showEvent(event) {
  openTab('list');
  setGrouping(true);
  refresh();
  showRows(tableState.order.filter(isEntryShown).indexOf(event) + PAGE_ROWS);
  const [line] = linesFor(event);
  line.querySelector('button').focus({ preventScroll: true });
  reveal(line);
}

function numberNote({ kind, told }) {
  const values = told.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const sources = new Set(told.map(({ source }) => source)).size;
  const number = low === high ? formatNumber(low) : `${formatNumber(low)}–${formatNumber(high)}`;
  const list = told.map(({ value, source }) => `${formatNumber(value)} ${source}`).join(', ');
  const verdict = low !== high ? word('differ', { told: list }) : sources > 1 ? countWords('agree', sources) : '';
  return el('span', { class: `row-note${low === high ? '' : ' differs'}` },
    `${number} ${word(`count.${kind}`)}`, verdict ? ' · ' : null, verdict ? bdi(verdict) : null);
}

function toldBy(event) {
  const firsts = tellingsOf(event).map(({ rows }) => rows[0]);
  const days = firsts.map((row) => row.published).filter(isDay).sort().map(toMoment);
  const reported = days.length ? word('reported', { days: dayFormat(DAY).formatRange(days[0], days[days.length - 1]) }) : '';
  return [countWords('count_reports', firsts.length), countWords('count_sources', new Set(firsts.map(sourceOf)).size), reported].filter(Boolean).join(' · ');
}

function reportItem({ article, rows }) {
  const row = rows.find((one) => one.at) || rows[0];
  return el('li', {}, el('button', { type: 'button', class: 'link', onclick: () => tableState.select(row) }, bdi(row.article_title || article)),
    el('span', { class: 'row-note' }, bdi(publishedWords(row))));
}

function underLine(event) {
  const items = [...tellingsOf(event)].sort(byPublication).map(reportItem);
  const rest = items.slice(REPORTS_AT_ONCE);
  return el('tr', { class: 'under' }, el('td', { colspan: 3 },
    el('p', {}, el('b', { text: toldBy(event) }), ...toldNumbers(event).map(numberNote)), el('ul', {}, ...items.slice(0, REPORTS_AT_ONCE)),
    rest.length ? el('details', {}, el('summary', { text: countWords('more_reports', rest.length) }), el('ul', {}, ...rest)) : null));
}

function placesOf(event) {
  const named = new Map(leadTelling(event).rows.map((row) => [`${placeName(row)} ${row.role}`, row]));
  return [...named.values()];
}

// What else happened in it: the harm that an attack did.
function otherTypes(event, row) {
  const labels = new Set(event.incidents.map(({ first }) => typeLabel(first)));
  labels.delete(typeLabel(row));
  return labels.size ? el('span', { class: 'row-note', text: [...labels].join(' · ') }) : null;
}

function eventLines(event) {
  if (event.incidents.length < 2) return [incidentLine(event.incidents[0])];
  const row = leadRow(event);
  const line = el('tr', { class: 'event', 'data-incident': row.incident.id },
    whatCell(row, otherTypes(event, row), ...(event.isShared ? [] : toldNumbers(event).map(numberNote))),
    el('td', {}, ...placesOf(event).map(placeNode)), el('td', { class: 'row-when', text: dateWords(row) }));
  return event.isShared ? [line, underLine(event)] : [line];
}
