// The popup: what, where, when, how many, who says so, how sure, in whose words.
function fact(name, ...values) {
  const shown = values.filter(Boolean);
  if (!shown.length) return [];
  return [el('dt', { text: name }), el('dd', {}, ...shown)];
}

function isWebAddress(url) {
  return /^https?:\/\/[^\s<>"'`\\]+$/i.test(url || '');
}

// A link where there is an address of the web; of any other, the node itself.
function linked(url, node) {
  return isWebAddress(url) ? el('a', { href: url, rel: 'noopener noreferrer nofollow' }, node) : node;
}

function realisTag(row) {
  return isHollow(row) ? el('span', { class: 'tag', text: word(`realis_value.${row.realis}`) }) : null;
}

let regionNames = null;

function countryNames(codes) {
  regionNames = regionNames || new Intl.DisplayNames([LANGUAGE], { type: 'region' });
  return (codes || '').split(';').map((code) => (/^[A-Z]{2}$/.test(code) ? regionNames.of(code) : code)).filter(Boolean).join(', ');
}

// Where a place lies, from small to large: its district, its region, its country.
function parentsOf(place) {
  const parts = [place.admin2, place.admin1, countryNames(place.country)];
  return [...new Set(parts)].filter((part) => part && part !== place.place && part !== place.name).join(', ');
}

// Of something long or wide, half its extent in kilometres tells a reader nothing.
const WIDE = new Set(['line', 'region', 'area', 'sea', 'country']);
const AROUND = new Set(['locality_area', 'city_district']);

function precisionNode(row) {
  const along = row.precision === 'line' && own(WORDS.along, row.place_kind);
  const isSaid = row.relation && AROUND.has(row.precision); // "near X" says it already
  const kind = row.precision === 'settlement' && own(WORDS.kind, row.place_kind);
  const what = along || kind || (row.precision && !isSaid ? word(`precision.${row.precision}`) : '');
  const radius = row.radius_km ? word('radius', { km: formatNumber(row.radius_km < 10 ? row.radius_km : Math.round(row.radius_km)) }) : '';
  const isWide = WIDE.has(row.precision);
  const text = [what, isWide ? '' : radius].filter(Boolean).join(', ');
  return text ? el('span', { class: 'precision', text, title: isWide && radius ? radius : null }) : null;
}

const SURE = 0.8;
const LIKELY = 0.5;

function sureness(row) {
  return word(`sureness.${row.place_score >= SURE ? 'sure' : row.place_score >= LIKELY ? 'likely' : 'unsure'}`);
}

function describe(place) {
  return [place.name, own(WORDS.kind, place.kind), parentsOf(place)].filter(Boolean).join(', ');
}

// Why this place and no other: how sure, on what grounds, and which would have been next.
function matchNodes(row) {
  if (typeof row.place_score !== 'number') return [];
  const score = word('score', { score: Math.round(row.place_score * 100) });
  const reason = reasonOf(row);
  return [el('span', { text: `${sureness(row)} (${score})` }),
    reason.grounds ? el('span', { class: 'quiet', lang: 'en', text: reason.grounds }) : null,
    reason.next ? el('span', { class: 'quiet' }, `${word('runner_up')} `, bdi(describe(reason.next))) : null];
}

function sourceWords(row) {
  const parts = [bdi(row.attribution || (row.feature_kind === MENTION ? '' : word('source_article')))];
  if (row.channel) parts.push(el('span', { class: 'quiet', text: ` ${word('via', { channel: row.channel })}` }));
  if (row.denied_by) parts.push(el('span', { class: 'quiet', text: ` · ${word('denied_by', { who: row.denied_by })}` }));
  return parts;
}

function numberList(parts, lead) {
  if (!parts.length) return null;
  const list = el('span', { class: `numbers${lead ? ' of-whole' : ''}` }, lead ? el('span', { class: 'quiet', text: lead }) : null);
  parts.forEach((part) => list.append(el('span', { class: 'number', text: part })));
  return list;
}

// A number of the whole incident must not read as one of this place.
function numbersOf(row) {
  const whole = wholeRow(row);
  const kind = isAttack(row) ? 'whole_attack' : 'whole_incident';
  if (!whole) return [numberList([...countParts(row), ...throughParts(row)])];
  const all = withInterception(whole);
  const parts = [...countParts(all), ...throughParts(all)];
  if (whole === row) return [numberList([word(kind, { number: parts[0] }), ...parts.slice(1)])];
  return [numberList(countParts(row)), numberList(parts, word(`${kind}_only`))];
}

// The attack that an interception, damage or casualties belong to.
function attackOf(row) {
  const attack = row.attack_id && INCIDENTS.get(row.attack_id);
  if (!attack || attack === row.incident) return null;
  const first = attack.first;
  return bdi([typeLabel(first), placeName(first), dateWords(first)].join(', '));
}

// Where several articles tell of the same: how many, and the way to their entry.
function reportsNode(row) {
  const event = row.incident && row.incident.event;
  if (!event || !event.isShared) return null;
  return el('button', { type: 'button', class: 'link', text: toldBy(event), onclick: () => showEvent(event) });
}

function otherPlaces(row) {
  if (!row.incident) return '';
  const names = row.incident.rows.filter((other) => other !== row).map(placeName);
  return [...new Set(names)].filter((name) => name !== row.place).join(', ');
}

function copyButtons(row) {
  return [row.at ? copyButton('copy', () => row.at.join(', ')) : null, copyButton('copy_link', () => linkOf(row)), copyButton('copy_cite', () => citationOf(row))];
}

function popupHead(row) {
  const isIncident = row.feature_kind !== MENTION;
  return el('header', { class: `pop-head g-${isIncident ? groupOf(row) : 'other'}` }, symbol(row, true),
    el('span', { class: 'pop-type', text: typeLabel(row) }),
    realisTag(row),
    own(WORDS.review, row.review) ? el('span', { class: 'tag', text: word(`review.${row.review}`) }) : null);
}

function whereLine(row) {
  const parents = parentsOf(row);
  const precise = precisionNode(row);
  return el('p', { class: 'pop-where' }, parents ? bdi(parents) : null, parents && precise ? ' · ' : null, precise);
}

function factsOf(row) {
  const isIncident = row.feature_kind !== MENTION;
  const claim = [el('span', {}, ...sourceWords(row)), row.certainty ? el('span', { class: 'quiet', text: word(`certainty_value.${row.certainty}`) }) : null];
  return el('dl', {},
    ...(isIncident ? fact(word('when'), el('span', { text: dateWords(row) }), row.time_text ? bdi(row.time_text) : null) : []),
    ...(isIncident ? fact(word('how_many'), ...numbersOf(row)) : []),
    ...fact(word('place'), el('b', { text: roleWord(row) })),
    ...(isIncident ? fact(word('who'), ...claim) : []),
    ...fact(word('weapon'), row.weapon ? bdi(row.weapon) : null),
    ...fact(word('actor'), row.actor ? bdi(row.actor) : null),
    ...fact(word('target_kind'), row.target_kind ? bdi(row.target_kind) : null),
    ...fact(word('attack'), attackOf(row)),
    ...fact(word('reports'), reportsNode(row)),
    ...fact(word('match'), ...matchNodes(row)));
}

function originNode(row) {
  const origin = [row.source, row.published ? word('published', { date: formatDay(row.published, DAY) }) : ''].filter(Boolean).join(' · ');
  return origin || isWebAddress(row.url) ? linked(row.url, bdi(origin || row.url)) : null;
}

function popupNode(row, actions) {
  const quote = row.quote && DATA.text !== 'none' ? el('blockquote', { lang: own(DATA.languages, row.article_id) }, bdi(row.quote)) : null;
  const also = otherPlaces(row);
  const toText = actions.hasText(row) ? el('button', { type: 'button', class: 'link', text: word('show_in_text'), onclick: () => actions.showText(row) }) : null;
  return el('div', { class: 'pop', role: 'dialog', tabindex: '-1', 'aria-label': accessibleName(row) },
    popupHead(row), el('h2', {}, bdi(placeName(row))), whereLine(row), factsOf(row), quote,
    also ? el('p', { class: 'also', text: word('other_places', { places: also }) }) : null,
    el('p', { class: 'pop-origin' }, originNode(row)),
    el('div', { class: 'pop-actions' }, toText, ...copyButtons(row)), reportForm(row));
}
