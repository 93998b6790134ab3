// The incidents as a table: the text alternative of the map, in the same order as the article.
const tableRows = new Map(); // incident id -> <tr>

function placeCell(incident, select) {
  const cell = el('td');
  incident.rows.forEach((row, i) => {
    if (i) cell.append(', ');
    const name = bdi(placeName(row));
    const role = el('span', { class: 'quiet', text: ` ${word(`role.${row.role}`).toLowerCase()}` });
    if (row.at) cell.append(el('button', { type: 'button', class: 'link place', 'data-row': row.index, onclick: () => select(row, 'list') }, name));
    else cell.append(el('span', { class: 'unplaced', title: word('not_on_map_hint') }, name));
    if (row.role && row.role !== 'target' && row.mention) cell.append(role);
  });
  return cell;
}

function incidentRow(incident, select) {
  const row = incident.first;
  const numbers = countParts(row).join(' · ');
  const what = el('th', { scope: 'row' },
    el('button', { type: 'button', class: 'row-button', onclick: () => select(incident.rows.find((other) => other.at) || row, 'list') },
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

function sortTable(body, column, header) {
  const headers = [...header.parentElement.children];
  const descending = header.getAttribute('aria-sort') === 'ascending';
  headers.forEach((other) => other.removeAttribute('aria-sort'));
  header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const sorted = [...INCIDENTS.values()].sort(SORTS[column]);
  if (descending) sorted.reverse();
  body.replaceChildren(...sorted.map((incident) => tableRows.get(incident.id)));
}

function makeTable(select) {
  const body = el('tbody', {}, ...[...INCIDENTS.values()].map((incident) => incidentRow(incident, select)));
  const headers = ['what', 'where', 'when'].map((column) => {
    const header = el('th', { scope: 'col' });
    header.append(el('button', { type: 'button', text: word(column), onclick: () => sortTable(body, column, header) }));
    return header;
  });
  $('gm-list').append(el('table', {}, el('caption', { class: 'sr', text: word('incidents') }), el('thead', {}, el('tr', {}, ...headers)), body));
}

function refreshTable() {
  for (const incident of INCIDENTS.values()) {
    tableRows.get(incident.id).hidden = !incident.rows.some((row) => passes(row));
  }
}
