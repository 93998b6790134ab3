// The incidents as a table: the text alternative of the map, in the same order as the article.
const tableRows = new Map(); // incident id -> <tr>, made when it is first shown
const PAGE_ROWS = 100;
const tableState = { order: [...INCIDENTS.values()], limit: PAGE_ROWS, body: null, more: null, select: null };

function whyUnplaced(row) {
  if (row.precision === 'country') return word('country_level');
  return row.mention && !row.place_id ? word('unresolved') : word('no_place');
}

function placeCell(incident, select) {
  const cell = el('td');
  incident.rows.forEach((row) => {
    const one = el('span', { class: 'one-place' });
    cell.append(one);
    const name = bdi(placeName(row));
    const role = el('span', { class: 'quiet', text: ` ${roleWord(row).toLowerCase()}` });
    if (row.at) one.append(el('button', { type: 'button', class: 'link place', 'data-row': row.index, onclick: () => select(row, 'list') }, name));
    else one.append(el('span', { class: 'unplaced', title: whyUnplaced(row) }, name));
    if (row.role && row.role !== 'target' && row.mention) one.append(role);
  });
  return cell;
}

function incidentRow(incident, select) {
  const row = incident.first;
  const numbers = countParts(row).join(' · ');
  const what = el('th', { scope: 'row' },
    el('button', { type: 'button', class: 'row-button', onclick: () => select(mainRow(incident), 'list') },
      symbol(row), el('span', {}, el('span', { class: 'row-type', text: typeLabel(row) }),
        isHollow(row) ? el('span', { class: 'tag', text: word(`realis_value.${row.realis}`) }) : null,
        numbers ? el('span', { class: 'row-note', text: numbers }) : null,
        row.attribution ? el('span', { class: 'row-note' }, bdi(row.attribution)) : null)));
  const when = el('td', { class: 'row-when', text: dateWords(row) });
  const node = el('tr', { 'data-incident': incident.id }, what, placeCell(incident, select), when);
  tableRows.set(incident.id, node);
  return node;
}

const SORTS = {
  what: (a, b) => typeLabel(a.first).localeCompare(typeLabel(b.first), LANGUAGE),
  where: (a, b) => placeName(a.first).localeCompare(placeName(b.first), LANGUAGE),
  when: (a, b) => (a.first.date_start || '9999').localeCompare(b.first.date_start || '9999'),
};

function sortTable(column, header) {
  const headers = [...header.parentElement.children];
  const descending = header.getAttribute('aria-sort') === 'ascending';
  headers.forEach((other) => other.removeAttribute('aria-sort'));
  header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  tableState.order = [...INCIDENTS.values()].sort(SORTS[column]);
  if (descending) tableState.order.reverse();
  refreshTable();
}

function makeTable(select) {
  const headers = ['what', 'where', 'when'].map((column) => {
    const header = el('th', { scope: 'col' });
    header.append(el('button', { type: 'button', text: word(column), onclick: () => sortTable(column, header) }));
    return header;
  });
  const body = el('tbody');
  const more = el('button', {
    type: 'button', class: 'link', text: word('more_rows'),
    onclick: () => { tableState.limit += PAGE_ROWS; refreshTable(); },
  });
  Object.assign(tableState, { body, more, select });
  $('gm-list').append(el('table', {}, el('caption', { class: 'sr', text: word('incidents') }), el('thead', {}, el('tr', {}, ...headers)), body), more);
}

// Only what a reader can scroll to in a while is in the document; the rest waits.
function refreshTable() {
  const shown = tableState.order.filter((incident) => incident.rows.some((row) => passes(row)));
  const nodes = shown.slice(0, tableState.limit).map((incident) => tableRows.get(incident.id) || incidentRow(incident, tableState.select));
  tableState.body.replaceChildren(...nodes);
  tableState.more.hidden = shown.length <= tableState.limit;
}
