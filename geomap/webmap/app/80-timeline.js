// The dates as they are known: a button per day (or month, or year), unknown ones apart.
const MOST_BINS = 31;
const MOST_BLOCKS = 14;
const BAR_HEIGHT = 34;
const PRECISION_LENGTH = { month: 7, season: 7, year: 4 };
let binLength = 10; // characters of the ISO date that tell two bins apart

function dateKey(row) {
  if (!row.date_start) return '';
  const length = own(PRECISION_LENGTH, row.date_precision) || 10;
  return row.date_start.slice(0, Math.min(length, binLength));
}

function findBins() {
  for (binLength of [10, 7, 4]) {
    const bins = new Map();
    for (const incident of INCIDENTS.values()) {
      const key = dateKey(incident.first);
      if (!bins.has(key)) bins.set(key, []);
      bins.get(key).push(incident);
    }
    if (bins.size <= MOST_BINS || binLength === 4) return bins;
  }
  return new Map();
}

function firstDay(key) {
  return key.length === 4 ? `${key}-01-01` : key.length === 7 ? `${key}-01` : key;
}

function gapWords(days) {
  if (days > 700) return word('years_gap', { n: formatNumber(Math.round(days / 365.25)) });
  if (days > 75) return word('months_gap', { n: formatNumber(Math.round(days / 30.4)) });
  return word('days_gap', { n: formatNumber(days) });
}

function gapNode(before, after) {
  const days = Math.round((Date.parse(firstDay(after)) - Date.parse(firstDay(before))) / 86400000);
  const one = { 4: 366, 7: 31 }[Math.min(before.length, after.length)] || 1;
  const wide = days > one ? gapWords(days) : '';
  return el('span', { class: `gap${wide ? '' : ' next'}`, 'aria-hidden': 'true' }, wide ? el('span', { text: wide }) : null);
}

// A block per incident; where there are too many to count by eye, a bar by groups.
function blocksOf(incidents, most) {
  if (most <= MOST_BLOCKS) {
    return el('span', { class: 'blocks' }, ...incidents.map(({ first }) => (
      el('i', { class: `block g-${groupOf(first)}${isHollow(first) ? ' hollow' : ''}` }))));
  }
  const bar = el('span', { class: 'bar' });
  bar.style.height = `${Math.max(4, Math.round((BAR_HEIGHT * incidents.length) / most))}px`;
  for (const group of Object.keys(DATA.groups)) {
    const n = incidents.filter(({ first }) => groupOf(first) === group).length;
    if (!n) continue;
    const part = el('i', { class: `g-${group}` });
    part.style.flexGrow = String(n);
    bar.append(part);
  }
  return el('span', { class: 'blocks' }, bar);
}

function binNode(key, incidents, most, onchange) {
  const label = key ? formatDayOfBin(key) : word('no_date');
  const blocks = blocksOf(incidents, most);
  return el('button', {
    type: 'button', class: `bin${key ? '' : ' undated'}`, 'aria-pressed': 'false', 'data-date': key,
    'aria-label': `${label}: ${countWords('count_incidents', incidents.length)}`,
    onclick: () => { hidden.date = hidden.date === key ? null : key; onchange(); },
  }, el('span', { class: 'bin-count', text: formatNumber(incidents.length) }), blocks, el('span', { class: 'bin-date', text: label }));
}

function formatDayOfBin(key) {
  const options = { 4: { year: 'numeric' }, 7: { month: 'short', year: 'numeric' } }[key.length] || DAY;
  return formatDay(firstDay(key), options);
}

function makeTimeline(onchange) {
  const box = $('gm-time');
  const bins = findBins();
  if (!bins.size) {
    box.parentElement.hidden = true;
    return;
  }
  const keys = [...bins.keys()].filter(Boolean).sort();
  const most = Math.max(1, ...keys.map((key) => bins.get(key).length));
  const track = el('div', { class: 'track' });
  keys.forEach((key, i) => {
    if (i) track.append(gapNode(keys[i - 1], key));
    track.append(binNode(key, bins.get(key), most, onchange));
  });
  box.append(track);
  if (bins.has('')) box.append(binNode('', bins.get(''), bins.get('').length, onchange));
}

function refreshTimeline() {
  for (const node of $('gm-time').querySelectorAll('.bin')) {
    const on = hidden.date === node.dataset.date;
    node.setAttribute('aria-pressed', String(on));
    node.classList.toggle('dimmed', hidden.date !== null && !on);
  }
}
