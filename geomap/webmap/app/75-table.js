// The incidents as a table: the text alternative of the map. What several articles tell of one
// event is one entry; by article, incidents stand under the article that tells of them.
const PAGE_ROWS = 25;
const PAPER_ROWS = 1000;
const tableState = { sort: null, descending: false, order: null, limit: PAGE_ROWS, body: null, more: null, select: null, nodes: new Map() };

function entries() {
  return [...(grouping.byEvent ? EVENTS : INCIDENTS).values()];
}

function isEntryShown(entry) {
  return entry.incidents ? entry.incidents.some((incident) => isAnyShown(incident)) : isAnyShown(entry);
}

function firstOf(entry) {
  return entry.incidents ? leadRow(entry) : entry.first;
}

function whyUnplaced(row) {
  if (row.precision === 'country') return word('country_level');
  return row.mention && !row.place_id ? word('unresolved') : word('no_place');
}

function placeNode(row) {
  const name = bdi(placeName(row));
  const isSaid = !row.role || row.role === 'target' || !row.mention;
  return el('span', { class: 'one-place' },
    row.at ? el('button', { type: 'button', class: 'link place', 'data-row': row.index, onclick: () => tableState.select(row) }, name)
      : el('span', { class: 'unplaced', title: whyUnplaced(row) }, name),
    isSaid ? null : el('span', { class: 'quiet', text: ` ${roleWord(row).toLowerCase()}` }));
}

function whatCell(row, ...notes) {
  return el('th', { scope: 'row' },
    el('button', { type: 'button', class: 'row-button', onclick: () => tableState.select(mainRow(row.incident)) },
      symbol(row), el('span', {}, el('span', { class: 'row-type', text: typeLabel(row) }),
        realisTag(row), ...notes)));
}

function incidentLine(incident) {
  const row = incident.first;
  const numbers = countParts(row).join(' · ');
  return el('tr', { 'data-incident': incident.id },
    whatCell(row, numbers ? el('span', { class: 'row-note', text: numbers }) : null,
      row.attribution ? el('span', { class: 'row-note' }, bdi(row.attribution)) : null),
    el('td', {}, ...incident.rows.map(placeNode)), el('td', { class: 'row-when', text: dateWords(row) }));
}

function publishedWords(row) {
  return [row.source, row.published ? formatDay(row.published, DAY) : ''].filter(Boolean).join(' · ');
}

// Where the table follows the articles, each stands above its incidents.
function storyLine(row) {
  return el('tr', { class: 'story' }, el('th', { scope: 'rowgroup', colspan: 3 },
    linked(row.url, bdi(row.article_title || row.article_id)), el('span', { class: 'row-note' }, bdi(publishedWords(row)))));
}

function knownLines(incident) {
  return tableState.nodes.get(grouping.byEvent ? incident.event : incident) || [];
}

// The lines of an entry are made when they are first shown, and kept.
function linesFor(entry) {
  if (!tableState.nodes.has(entry)) tableState.nodes.set(entry, entry.incidents ? eventLines(entry) : [incidentLine(entry)]);
  return tableState.nodes.get(entry);
}

const SORTS = {
  what: (a, b) => typeLabel(a).localeCompare(typeLabel(b), LANGUAGE),
  where: (a, b) => placeName(a).localeCompare(placeName(b), LANGUAGE),
  when: (a, b) => compareDays(a.date_start, b.date_start),
};

function compareDays(a, b) {
  return a === b ? 0 : (a || '9999') < (b || '9999') ? -1 : 1; // what has no day comes last
}

// Incidents stand as in their articles, events by their days, unless a reader sorts them.
function orderedEntries() {
  const list = entries();
  if (!tableState.sort) return grouping.byEvent ? list.sort((a, b) => SORTS.when(a.incidents[0].first, b.incidents[0].first)) : list;
  const sort = SORTS[tableState.sort];
  const ordered = list.map((entry) => [firstOf(entry), entry]).sort(([a], [b]) => sort(a, b));
  return (tableState.descending ? ordered.reverse() : ordered).map(([, entry]) => entry);
}

function sortTable(column, header) {
  const descending = header.getAttribute('aria-sort') === 'ascending';
  Object.assign(tableState, { descending, sort: column, order: null });
  [...header.parentElement.children].forEach((other) => other.removeAttribute('aria-sort'));
  header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  refreshTable();
}

function setGrouping(byEvent) {
  grouping.byEvent = HAS_EVENTS && byEvent;
  Object.assign(tableState, { order: null, limit: PAGE_ROWS });
  for (const node of document.querySelectorAll('[data-by]')) node.setAttribute('aria-pressed', String((node.dataset.by === 'event') === grouping.byEvent));
}

function makeTable(select, onchange) {
  const headers = Object.keys(SORTS).map((column) => {
    const header = el('th', { scope: 'col' });
    header.append(el('button', { type: 'button', text: word(column), onclick: () => sortTable(column, header) }));
    return header;
  });
  const body = el('tbody');
  const showMore = () => showRows(tableState.limit + PAGE_ROWS);
  const more = el('button', { type: 'button', class: 'link', text: word('more_rows'), onclick: showMore });
  Object.assign(tableState, { body, more, select });
  $('gm-list').append(...groupingSwitch(() => { showTab('list'); onchange(); }),
    el('table', {}, el('caption', { class: 'sr', text: word('incidents') }), el('thead', {}, el('tr', {}, ...headers)), body), more);
  // Who scrolls to the end has more of it, without a click.
  new IntersectionObserver((seen) => { if (seen[0].isIntersecting) showMore(); }).observe(more);
}

function showRows(limit) {
  tableState.limit = limit;
  refreshTable();
}

function withStories(list) {
  if (grouping.byEvent || tableState.sort || !HAS_ARTICLES) return list.flatMap(linesFor);
  return list.flatMap((incident, i) => {
    const isNew = !i || list[i - 1].first.article_id !== incident.first.article_id;
    return isNew ? [storyLine(incident.first), ...linesFor(incident)] : linesFor(incident);
  });
}

// Only what a reader can scroll to in a while is in the document; the rest waits.
function refreshTable() {
  tableState.order ??= orderedEntries();
  const shown = tableState.order.filter(isEntryShown);
  tableState.body.replaceChildren(...withStories(shown.slice(0, tableState.limit)));
  tableState.more.hidden = shown.length <= tableState.limit;
}
