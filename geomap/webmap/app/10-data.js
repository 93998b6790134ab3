// The data island, decoded once: rows (incident x place), incidents, and the words of the page.
const DATA = JSON.parse(document.getElementById('gm-data').textContent);
for (const node of document.querySelectorAll('script[data-column]')) addPart(node.dataset.column, JSON.parse(node.textContent));
const WORDS = DATA.words;
const MENTION = 'mention';
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

// Of many rows each column has islands of its own, a long one several.
function addPart(name, part) {
  const known = DATA.columns[name];
  DATA.columns[name] = known ? known.concat(part) : part;
}

// Keys come from the data: "constructor" is a word like any other, not a property.
function own(table, key) {
  return table && Object.hasOwn(table, key) ? table[key] : undefined;
}

function isDay(text) {
  return ISO_DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

// A row reads its cells from the columns when it is asked: most of a corpus never are.
class Row {
  constructor(index) {
    this.index = index;
    this.id = DATA.ids[index];
    this.at = DATA.points[index];
    this.incident = null;
    this.searchText = null;
  }
}

const onlyDays = (cells) => cells.map((cell) => (isDay(cell) ? cell : null));

function addCells(name, column) {
  const isDayColumn = name === 'date_start' || name === 'date_end';
  const values = Array.isArray(column) ? column : column.values;
  const cells = isDayColumn ? onlyDays(values) : values;
  const { rows } = column;
  const get = rows ? function cell() { return cells[rows[this.index]]; } : function cell() { return cells[this.index]; };
  Object.defineProperty(Row.prototype, name, { get });
}

function decodeRows() {
  for (const [name, column] of Object.entries(DATA.columns)) addCells(name, column);
  return DATA.ids.map((_, index) => new Row(index));
}

function groupIncidents(rows) {
  const incidents = new Map();
  for (const row of rows) {
    if (row.feature_kind === MENTION) continue;
    const key = row.incident_id || row.id || `row ${row.index}`;
    let incident = incidents.get(key);
    if (!incident) incidents.set(key, incident = { id: key, rows: [], first: row });
    incident.rows.push(row);
    row.incident = incident;
  }
  return incidents;
}

// The row that stands for an incident: its first place on the map, if it has one.
function mainRow(incident) {
  return incident.rows.find((row) => row.at) || incident.first;
}

const ROWS = decodeRows();
const INCIDENTS = groupIncidents(ROWS);
const TOGETHER = [...[...INCIDENTS.values()].flatMap(({ rows }) => rows), ...ROWS.filter((row) => !row.incident)];
const LOCATED = ROWS.filter((row) => row.at).length;
const HAS_ARTICLES = new Set(ROWS.map((row) => row.article_id)).size > 1;
const HAS_MENTIONS = ROWS.some((row) => row.feature_kind === MENTION);
const LANGUAGE = document.documentElement.lang || 'en';

function word(key, values) {
  const text = key.split('.').reduce(own, WORDS);
  if (typeof text !== 'string') return key.split('.').pop().replace(/_/g, ' ');
  return text.replace(/\{(\w+)\}/g, (whole, name) => (own(values, name) ?? whole));
}

const PLURALS = new Intl.PluralRules(LANGUAGE);

// "1 incident", "2 інциденти", "5 інцидентів": each language has the forms its grammar needs.
function countWords(key, n) {
  const form = own(own(WORDS, key), PLURALS.select(n)) ? PLURALS.select(n) : 'other';
  return word(`${key}.${form}`, { n: formatNumber(n) });
}

const NUMBERS = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

function formatNumber(value) {
  return NUMBERS.format(value);
}

const dayFormats = new Map();

function formatDay(day, options) {
  return isDay(day) ? dayFormat(options).format(toMoment(day)) : day;
}

function dayFormat(options) {
  const key = Object.entries(options).join();
  if (!dayFormats.has(key)) {
    const locale = LANGUAGE === 'en' ? 'en-GB' : LANGUAGE; // day before month, as in the articles
    dayFormats.set(key, new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }));
  }
  return dayFormats.get(key);
}

function toMoment(day) {
  return new Date(`${day}T00:00:00Z`);
}

const DAY = { day: 'numeric', month: 'short', year: 'numeric' };

function dayBefore(day) {
  const moment = toMoment(day);
  moment.setUTCDate(moment.getUTCDate() - 1);
  return moment.toISOString().slice(0, 10);
}

// The date as precisely as it is known, never more.
function dateWords(row) {
  const start = row.date_start;
  if (!start) return word('no_date');
  if (row.date_precision === 'year') return formatDay(start, { year: 'numeric' });
  if (row.date_precision === 'month') return formatDay(start, { month: 'long', year: 'numeric' });
  if (row.date_precision === 'week' || row.date_precision === 'season') {
    return word(`date_precision.${row.date_precision}`, { date: formatDay(start, DAY) });
  }
  const last = row.date_end ? dayBefore(row.date_end) : start;
  return last > start ? dayFormat(DAY).formatRange(toMoment(start), toMoment(last)) : formatDay(start, DAY);
}

function typeLabel(row) {
  if (row.feature_kind === MENTION) return word('mentioned');
  const type = own(DATA.types, row.incident_type);
  return type ? type.label : word('mentioned');
}

const GROUP_OF = new Map(Object.entries(DATA.types).map(([id, { group }]) => [id, own(DATA.groups, group) ? group : 'other']));

function groupOf(row) {
  return GROUP_OF.get(row.incident_type) || 'other';
}

// How many rows each group has, in the order of the legend; without those that have none.
function groupCounts(rows) {
  const counts = new Map(Object.keys(DATA.groups).map((group) => [group, 0]));
  rows.forEach((row) => counts.set(groupOf(row), counts.get(groupOf(row)) + 1));
  return [...counts].filter(([, n]) => n);
}

const PAIRED = new Set(['between', 'road']);
const POINTS = new Set(['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW', 'left', 'right']);

// "the eastern coast of", "30 km north of": what the text says beside the name of the place.
function relationName(row) {
  const [kind, ...parts] = (row.relation || '').split('/');
  const point = parts.find((part) => part.split('+').every((one) => POINTS.has(one))); // or two: S+E
  const km = parts.find((part) => /^\d/.test(part));
  const other = parts.find((part) => part !== point && part !== km);
  const key = `${kind}${point ? '_point' : ''}${km ? '_km' : ''}${other ? '_other' : ''}`;
  if (!own(WORDS.relation, key)) return null;
  const [place, second] = PAIRED.has(kind) ? [row.place, other].sort() : [row.place, other || ''];
  const said = (list) => (point || '').split('+').map((one) => one && word(`${list}.${one}`)).join(', ');
  const [noun, adjective] = [said('point'), said('pointed')];
  const name = word(`relation.${key}`, { place, noun, adjective, km: km || '', other: second });
  return name.charAt(0).toLocaleUpperCase(LANGUAGE) + name.slice(1);
}

function placeName(row) {
  if (row.place) return (row.relation && relationName(row)) || row.place;
  return row.mention ? `“${row.mention}”` : word('no_place');
}

const COUNTS = ['launched', 'intercepted', 'hit', 'destroyed', 'killed', 'injured', 'captured', 'affected'];

function countWordsOf(row, kind) {
  const unit = kind === 'affected' && row.affected_unit ? row.affected_unit : '';
  const number = formatNumber(row[kind]) + (unit ? ` ${own(WORDS.unit, unit) || unit}` : '');
  return `${row.counts_approximate ? `${word('approximately')} ` : ''}${number} ${word(`count.${kind}`)}`;
}

function countParts(row) {
  return COUNTS.filter((kind) => typeof row[kind] === 'number').map((kind) => countWordsOf(row, kind));
}

// What was launched and neither intercepted nor told of otherwise.
function throughParts(row) {
  if (typeof row.launched !== 'number' || typeof row.intercepted !== 'number') return [];
  const through = row.launched - row.intercepted;
  const isTold = typeof row.hit === 'number' || row.counts_approximate;
  return through > 0 && !isTold ? [word('not_intercepted', { n: formatNumber(through) })] : [];
}

// The row that carries the numbers of a whole incident with several places, if one does.
function wholeRow(row) {
  if (!row.incident || !(row.incident.first.place_count > 1)) return null;
  const first = row.incident.rows.find((other) => other.place_rank === 1);
  return first && first.count_scope !== 'place' && countParts(first).length ? first : null;
}

// An attack with what was intercepted of it, where the one interception tied to it says so.
function withInterception(row) {
  if (typeof row.launched !== 'number' || typeof row.intercepted === 'number') return row;
  const tied = [...INCIDENTS.values()].map((incident) => incident.first)
    .filter((first) => first.attack_id === row.incident.id && first.incident_id !== row.incident.id && typeof first.intercepted === 'number');
  const [only] = tied;
  if (tied.length !== 1 || only.count_scope === 'place' || only.intercepted > row.launched) return row;
  if (Boolean(only.counts_approximate) !== Boolean(row.counts_approximate)) return row; // "about" would be said of both
  return Object.create(row, { intercepted: { value: only.intercepted } });
}

function isAttack(row) {
  return groupOf(row) === 'strike';
}

// "Launched from" is said of what flies; people and goods just come from somewhere.
function roleWord(row) {
  return word(`role.${row.role === 'origin' && isAttack(row) ? 'launched_from' : row.role}`);
}
