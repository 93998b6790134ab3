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

// The incidents of an event by the articles that tell them.
function tellingsOf(event) {
  if (event.tellings) return event.tellings;
  event.tellings = new Map();
  for (const incident of event.incidents) {
    const { article_id: article } = incident.first;
    if (event.tellings.has(article)) event.tellings.get(article).push(incident);
    else event.tellings.set(article, [incident]);
  }
  return event.tellings;
}

// The row that says what its event is called after: its type, its day and its place.
function namesEvent(row) {
  return row.incident.event.key.startsWith(`${row.incident_type}:${row.date_start}:${row.place_id}`);
}

function rowsOfTelling(event, article) {
  return (tellingsOf(event).get(article) || []).flatMap((incident) => incident.rows);
}

// The articles of an event in the order in which they may stand for it.
function articlesOf(event) {
  const articles = [...tellingsOf(event).keys()];
  const lead = articles.find((article) => rowsOfTelling(event, article).some(namesEvent));
  return [...new Set([event.chosen ?? lead ?? articles[0], ...articles])];
}

function leadRow(event) {
  if (event.incidents.length === 1) return mainRow(event.incidents[0]);
  const rows = rowsOfTelling(event, articlesOf(event)[0]);
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
  const tellings = [...tellingsOf(event).values()].sort(byPublication);
  return COUNTS.map((kind) => ({
    kind,
    told: tellings.map((incidents) => ({ value: toldNumber(incidents, kind), source: sourceOf(incidents[0].first) }))
      .filter(({ value }) => value !== null),
  })).filter(({ told }) => told.length);
}

function byPublication([a], [b]) {
  return compareDays(a.first.published, b.first.published);
}
