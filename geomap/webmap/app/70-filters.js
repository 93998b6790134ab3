// The legend is the filter: every line a checkbox with the number of what it stands for.
// Each facet with the table of its words; a facet without one shows its values as they are.
const FACET_WORDS = { role: 'role', realis: 'realis_value', certainty: 'certainty_value', attribution_side: '', source: '' };
const FACETS = Object.keys(FACET_WORDS);
const hidden = { type: new Set(), range: null, undated: false, search: '' };
FACETS.forEach((facet) => { hidden[facet] = new Set(); });
const SEARCHED = ['place', 'mention', 'admin1', 'attribution', 'weapon', 'actor', 'quote', 'article_title', 'source'];
const inputs = []; // {facet, value, input, count}, of a whole group {facet, types, input, count}

function valueOf(row, facet) {
  if (facet === 'type') return row.feature_kind === MENTION ? MENTION : row.incident_type || '';
  return row[facet] || '';
}

function searchText(row) {
  if (row.searchText === null) {
    row.searchText = [typeLabel(row), ...SEARCHED.map((name) => row[name] || '')].join(' ').toLocaleLowerCase(LANGUAGE);
  }
  return row.searchText;
}

function asksDays() {
  return Boolean(hidden.range) || hidden.undated;
}

// Whether a day is of those asked for: a range of days, what has no date, or both.
function passesDay(key) {
  if (!key) return hidden.undated;
  return Boolean(hidden.range) && key >= hidden.range[0] && key <= hidden.range[1];
}

// Each row is judged once for all that is asked of it: a bit for every filter that hides it.
const BITS = Object.fromEntries(['event', 'search', 'date', 'type', ...FACETS].map((name, i) => [name, 1 << i]));
const faults = new Uint16Array(ROWS.length);

function faultsOf(row, asked) {
  const isMention = row.feature_kind === MENTION; // which have no day, and no facet but their type
  let bits = hidden.search && !searchText(row).includes(hidden.search) ? BITS.search : 0;
  if (asksDays() && (isMention || !passesDay(dateKey(row)))) bits |= BITS.date;
  for (const facet of asked) {
    if ((!isMention || facet === 'type') && hidden[facet].has(valueOf(row, facet))) bits |= BITS[facet];
  }
  return bits;
}

function judge() {
  const asked = ['type', ...FACETS].filter((facet) => hidden[facet].size);
  for (const row of ROWS) faults[row.index] = faultsOf(row, asked);
  if (grouping.byEvent) SHARED.forEach(foldEvent);
}

// Of the articles that tell of an event, the first that the filters leave stands for it.
function foldEvent(event) {
  const tellings = tellingsOf(event);
  const isLeft = ({ rows }) => rows.some((row) => passes(row));
  const standing = event.chosen && isLeft(event.chosen) ? event.chosen : tellings.find(isLeft) || tellings[0];
  for (const telling of tellings) {
    if (telling !== standing) for (const row of telling.rows) faults[row.index] |= BITS.event;
  }
}

// Whether a row is shown, or would be if one of the filters were not asked.
function passes(row, skipped) {
  return (faults[row.index] & ~(BITS[skipped] || 0)) === 0;
}

function isAnyShown(incident, skipped) {
  return incident.rows.some((row) => passes(row, skipped));
}

// How many incidents, or of a role how many places, each value of a facet would show.
function tally(facet) {
  const counts = new Map();
  const last = new Map(); // the incident that a value was counted for: each once, but for its roles
  for (const row of TOGETHER) {
    if ((!row.incident && facet !== 'type') || !passes(row, facet)) continue;
    const value = valueOf(row, facet);
    if (row.incident && facet !== 'role' && last.get(value) === row.incident) continue;
    last.set(value, row.incident);
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  return counts;
}

function check(facet, value, label, picture, onchange) {
  const input = el('input', { type: 'checkbox', value, 'data-facet': facet, checked: !hidden[facet].has(value) });
  const count = el('span', { class: 'count' });
  input.addEventListener('change', () => {
    if (input.checked) hidden[facet].delete(value);
    else hidden[facet].add(value);
    onchange();
  });
  inputs.push({ facet, value, input, count });
  return el('label', { class: 'line' }, input, picture, el('span', { class: 'what', text: label }), count);
}

function groupBlock(group, types, onchange) {
  const lines = types.map((id) => check('type', id, DATA.types[id].label,
    symbol({ incident_type: id, feature_kind: 'incident', realis: 'actual' }, true), onchange));
  if (types.length < 2) return el('div', { class: 'group' }, ...lines);
  const all = el('input', { type: 'checkbox', checked: true });
  all.addEventListener('change', () => {
    types.forEach((id) => (all.checked ? hidden.type.delete(id) : hidden.type.add(id)));
    onchange();
  });
  const count = el('span', { class: 'count' });
  inputs.push({ facet: 'type', types, input: all, count });
  const head = el('label', { class: 'line head' }, all, el('span', { class: 'what', text: DATA.groups[group].label }), count);
  return el('div', { class: 'group', role: 'group', 'aria-label': DATA.groups[group].label }, head, ...lines);
}

function present(facet) {
  const order = Object.keys(WORDS[FACET_WORDS[facet]] || {});
  const found = new Set();
  for (const row of ROWS) if (row.incident) found.add(valueOf(row, facet));
  return [...order.filter((value) => found.has(value)), ...[...found].filter((value) => value && !order.includes(value))];
}

function facetBlock(facet, title, onchange) {
  const words = FACET_WORDS[facet];
  const values = present(facet);
  if (values.length < 2) return null;
  return el('fieldset', {}, el('legend', { text: title }),
    ...values.map((value) => check(facet, value, words ? word(`${words}.${value}`) : value, null, onchange)));
}

function makeFilters(onchange) {
  const box = $('gm-filters');
  if (HAS_MENTIONS && INCIDENTS.size) hidden.type.add(MENTION);
  judge();
  const types = el('fieldset', { class: 'types' }, el('legend', { text: word('types'), class: 'sr' }));
  for (const group of Object.keys(DATA.groups)) {
    const members = Object.keys(DATA.types).filter((id) => DATA.types[id].group === group);
    if (members.length) types.append(groupBlock(group, members, onchange));
  }
  if (HAS_MENTIONS) types.append(check('type', MENTION, word('mentioned'), symbol({ feature_kind: MENTION }), onchange));
  const more = [
    facetBlock('role', word('roles'), onchange),
    facetBlock('realis', word('realis'), onchange),
    facetBlock('certainty', word('certainty'), onchange),
    facetBlock('attribution_side', word('side'), onchange),
    facetBlock('source', word('source'), onchange),
  ].filter(Boolean);
  box.append(searchBox(onchange), types);
  if (more.length) box.append(el('details', { class: 'more' }, el('summary', { text: word('more_filters') }), ...more));
  box.append(symbolKey(), el('button', { type: 'button', class: 'link', id: 'gm-reset', text: word('reset'), onclick: () => reset(onchange) }));
  if (NARROW.matches) $('gm-legend').open = false;
}

function searchBox(onchange) {
  const input = el('input', { type: 'search', id: 'gm-search', placeholder: word('search'), 'aria-label': word('search') });
  input.addEventListener('input', () => {
    setSearch(input.value);
    onchange();
  });
  return input;
}

function symbolKey() {
  const sample = Object.keys(DATA.types)[0];
  if (!sample) return el('div');
  const row = { incident_type: sample, feature_kind: 'incident' };
  const hollow = ROWS.some((other) => isHollow(other));
  return el('div', { class: 'key' },
    hollow ? el('span', {}, symbol({ ...row, realis: 'actual' }, true), el('span', { text: word('key_solid') })) : null,
    hollow ? el('span', {}, symbol({ ...row, realis: 'expected' }), el('span', { text: word('key_hollow') })) : null,
    DATA.base && !DATA.tiles && DATA.base.parts.some(([kind]) => kind === 'built') ? el('span', {}, el('i', { class: 'built' }), el('span', { text: word('key_built') })) : null,
    countriesOf(null).size ? el('span', {}, el('i', { class: 'country' }), el('span', { text: word('country_level') })) : null,
    extents.some(({ rows }) => !isCoarse(rows[0])) ? el('span', {}, el('i', { class: `disc g-${groupOf(row)}` }), el('span', { text: word('key_disc') })) : null,
    extents.some(({ rows }) => isCoarse(rows[0])) ? el('span', {}, el('i', { class: `disc coarse g-${groupOf(row)}` }), el('span', { text: word('key_hatch') })) : null);
}

function clearFilters() {
  for (const facet of ['type', ...FACETS]) hidden[facet].clear();
  hidden.range = null;
  hidden.undated = false;
  setSearch('');
  if (INCIDENTS.size) hidden.type.add(MENTION);
}

function setSearch(text) {
  hidden.search = text.trim().toLocaleLowerCase(LANGUAGE);
  if ($('gm-search').value.trim() !== text.trim()) $('gm-search').value = text;
}

function reset(onchange) {
  clearFilters();
  onchange();
}

function refreshFilters() {
  const told = new Set(inputs.map(({ facet }) => facet)); // what has no line needs no number
  const tallies = Object.fromEntries([...told].map((facet) => [facet, tally(facet)]));
  for (const { facet, value, input, count, types } of inputs) {
    if (types) {
      const on = types.filter((id) => !hidden.type.has(id)).length;
      input.checked = on > 0;
      input.indeterminate = on > 0 && on < types.length;
      count.textContent = formatNumber(types.reduce((sum, id) => sum + (tallies.type.get(id) || 0), 0));
      continue;
    }
    input.checked = !hidden[facet].has(value);
    count.textContent = formatNumber(tallies[facet].get(value) || 0);
  }
  const all = entries();
  const shown = all.filter(isEntryShown).length;
  $('gm-shown').textContent = word('shown', { shown: formatNumber(shown), all: formatNumber(all.length) });
}
