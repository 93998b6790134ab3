// The popup: what, where, when, how many, who says so, how sure, in whose words.
function fact(name, ...values) {
  const shown = values.filter(Boolean);
  if (!shown.length) return [];
  return [el('dt', { text: name }), el('dd', {}, ...shown)];
}

function isWebAddress(url) {
  return /^https?:\/\/[^\s<>"'`\\]+$/i.test(url || '');
}

function placeChain(row) {
  const parts = [row.admin2, row.admin1].filter((part) => part && part !== row.place);
  return parts.length ? bdi(parts.join(', ')) : null;
}

// Of something long or wide, half its extent in kilometres tells a reader nothing.
const WIDE = new Set(['line', 'region', 'area', 'sea', 'country']);
const AROUND = new Set(['locality_area', 'city_district']);

function precisionNode(row) {
  const along = row.precision === 'line' && own(WORDS.along, row.place_kind);
  const isSaid = row.relation && AROUND.has(row.precision); // "near X" says it already
  const what = along || (row.precision && !isSaid ? word(`precision.${row.precision}`) : '');
  const radius = row.radius_km ? word('radius', { km: formatNumber(row.radius_km < 10 ? row.radius_km : Math.round(row.radius_km)) }) : '';
  const isWide = WIDE.has(row.precision);
  const text = [what, isWide ? '' : radius].filter(Boolean).join(', ');
  return text ? el('span', { class: 'quiet precision', text, title: isWide && radius ? radius : null }) : null;
}

const SURE = 0.8;
const LIKELY = 0.5;

function matchNode(row) {
  const score = row.place_score;
  if (typeof score !== 'number') return null;
  const key = score >= SURE ? 'sure' : score >= LIKELY ? 'likely' : 'unsure';
  return el('span', { class: 'quiet', text: word(`sureness.${key}`), title: word('score', { score: Math.round(score * 100) }) });
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

function otherPlaces(row) {
  if (!row.incident) return '';
  const names = row.incident.rows.filter((other) => other !== row).map(placeName);
  return [...new Set(names)].filter((name) => name !== row.place).join(', ');
}

function copyButton(row) {
  if (!row.at || !navigator.clipboard) return null;
  return el('button', {
    type: 'button', class: 'link', text: word('copy'),
    onclick: (event) => {
      navigator.clipboard.writeText(row.at.join(', ')).then(() => { event.target.textContent = word('copied'); }, () => {});
    },
  });
}

function popupNode(row, actions) {
  const isIncident = row.feature_kind !== MENTION;
  const head = el('header', { class: `pop-head g-${isIncident ? groupOf(row) : 'other'}` }, symbol(row, true),
    el('span', { class: 'pop-type', text: typeLabel(row) }),
    isHollow(row) ? el('span', { class: 'tag', text: word(`realis_value.${row.realis}`) }) : null);
  const where = el('h2', {}, bdi(placeName(row)));
  const facts = el('dl', {},
    ...fact(word('place'), el('b', { text: roleWord(row) }), placeChain(row), precisionNode(row)),
    ...(isIncident ? fact(word('when'), el('span', { text: dateWords(row) }), row.time_text ? bdi(row.time_text) : null) : []),
    ...(isIncident ? fact(word('how_many'), ...numbersOf(row)) : []),
    ...fact(word('match'), matchNode(row)),
    ...fact(word('weapon'), row.weapon ? bdi(row.weapon) : null),
    ...fact(word('actor'), row.actor ? bdi(row.actor) : null),
    ...fact(word('target_kind'), row.target_kind ? bdi(row.target_kind) : null),
    ...fact(word('attack'), attackOf(row)),
    ...(isIncident ? fact(word('who'), el('span', {}, ...sourceWords(row)), el('span', { class: 'quiet', text: word(`certainty_value.${row.certainty}`) })) : []));
  const quote = row.quote && DATA.text !== 'none' ? el('blockquote', {}, bdi(row.quote)) : null;
  const also = otherPlaces(row);
  const origin = [row.source, row.published ? word('published', { date: formatDay(row.published, DAY) }) : ''].filter(Boolean).join(' · ');
  const cite = isWebAddress(row.url)
    ? el('a', { href: row.url, rel: 'noopener noreferrer nofollow' }, bdi(origin || row.url))
    : origin ? el('span', {}, bdi(origin)) : null;
  const buttons = el('div', { class: 'pop-actions' },
    actions.hasText(row) ? el('button', { type: 'button', class: 'link', text: word('show_in_text'), onclick: () => actions.showText(row) }) : null,
    copyButton(row), cite);
  return el('div', { class: 'pop' }, head, where, facts, quote,
    also ? el('p', { class: 'also', text: word('other_places', { places: also }) }) : null, buttons);
}
