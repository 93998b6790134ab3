// What several articles tell of one event: one telling stands for all, the others lie under it.
const HAS_EVENTS = Boolean(DATA.columns.event_id);
const grouping = { byEvent: HAS_EVENTS };

function eventKey({ id, first }) {
  return first.event_id || (!isHollow(first) && first.attack_id) || id; // harm belongs to its attack
}

function groupEvents() {
  const events = new Map();
  for (const incident of INCIDENTS.values()) {
    const key = eventKey(incident);
    let event = events.get(key);
    if (!event) events.set(key, event = { key, incidents: [], isShared: false, tellings: null, chosen: null });
    event.incidents.push(incident);
    event.isShared ||= incident.first.article_id !== event.incidents[0].first.article_id;
    incident.event = event;
  }
  return events;
}

const EVENTS = HAS_EVENTS ? groupEvents() : new Map();
const SHARED = [...EVENTS.values()].filter((event) => event.isShared);

// What each article tells of an event; first the one that it is called after.
function tellingsOf(event) {
  if (event.tellings) return event.tellings;
  const byArticle = new Map();
  for (const incident of event.incidents) {
    const { article_id: article } = incident.first;
    if (!byArticle.has(article)) byArticle.set(article, { article, incidents: [], rows: [] });
    byArticle.get(article).incidents.push(incident);
    byArticle.get(article).rows.push(...incident.rows);
  }
  const tellings = [...byArticle.values()];
  const lead = tellings.find(({ rows }) => rows.some(namesEvent)) || tellings[0];
  event.tellings = [lead, ...tellings.filter((telling) => telling !== lead)];
  return event.tellings;
}

// The row that says what its event is called after: its type, its day and its place.
// A second event of one name has "-2" behind it.
function isNamedBy(id, row) {
  const name = `${row.incident_type}:${row.date_start}:${row.place_id}`;
  return id.startsWith(name) && /^(-\d+)?$/.test(id.slice(name.length));
}

function namesEvent(row) {
  return isNamedBy(row.incident.event.key, row);
}

function leadTelling(event) {
  return event.chosen || tellingsOf(event)[0];
}

function leadRow(event) {
  if (event.incidents.length === 1) return mainRow(event.incidents[0]);
  const { rows } = leadTelling(event);
  return rows.find(namesEvent) || mainRow(rows[0].incident);
}

// The number that an article gives: the places of an incident together, of several incidents the most.
function toldNumber(incidents, kind) {
  const sums = incidents.map(({ rows }) => rows.map((row) => row[kind]).filter((value) => typeof value === 'number'));
  const told = sums.filter((values) => values.length).map((values) => values.reduce((sum, value) => sum + value));
  return told.length ? Math.max(...told) : null;
}

function sourceOf(row) {
  return row.source || row.article_title || row.article_id || '';
}

// Each kind of number with who gives which, in the order of publication.
function toldNumbers(event) {
  const tellings = [...tellingsOf(event)].sort(byPublication);
  return COUNTS.map((kind) => ({
    kind,
    told: tellings.map(({ incidents, rows }) => ({ value: toldNumber(incidents, kind), source: sourceOf(rows[0]) }))
      .filter(({ value }) => value !== null),
  })).filter(({ told }) => told.length);
}

function byPublication(a, b) {
  return compareDays(a.rows[0].published, b.rows[0].published);
}
