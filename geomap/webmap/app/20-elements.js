// DOM elements, made from text only: nothing here, or anywhere, parses HTML.
const SVG = 'http://www.w3.org/2000/svg';
const $ = (id) => document.getElementById(id);

function put(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') node.textContent = value;
    else if (name === 'onclick') node.addEventListener('click', value);
    else if (name === 'onchange') node.addEventListener('change', value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

function el(tag, attributes, ...children) {
  return put(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return put(document.createElementNS(SVG, tag), attributes, children);
}

// Names and quotes may hold text of either direction: each stands in a <bdi> of its own.
function bdi(text) {
  return el('bdi', { text });
}

const BADGES = {
  origin: 'M-2.6 2.6L2.4-2.4M-1.6-2.6H2.6V1.6',
  staging: 'M-3 1.8L0-1.4L3 1.8',
  doubt: 'M-1.7-1.6C-1.5-4 2.2-3.8 1.8-1.4C1.6-.2 0-.3 0 1.2M0 3.1V3.3',
};

function badge(kind) {
  return svg('g', { class: `badge badge-${kind}`, transform: 'translate(26.5 26)' },
    svg('circle', { r: 5.6 }), svg('path', { d: BADGES[kind] }));
}

function isHollow(row) {
  return Boolean(row.realis) && row.realis !== 'actual';
}

// A triangle has its room lower down, a star in the middle.
const DROP = { air_defence: -0.4, harm: 2.2 };
const SCALE = { harm: 0.64, strike: 0.79 };

// The symbol of a row: outline by group, glyph by type, filled if it happened.
function symbol(row, plain) {
  if (row.feature_kind === MENTION || !own(DATA.types, row.incident_type)) {
    return svg('svg', { viewBox: '0 0 32 32', class: 'sym sym-mention', 'aria-hidden': 'true' },
      svg('circle', { cx: 16, cy: 16, r: 8 }));
  }
  const type = own(DATA.types, row.incident_type);
  const group = groupOf(row);
  const outline = DATA.groups[group].outline;
  const classes = `sym g-${group}${isHollow(row) && !plain ? ' hollow' : ''}`;
  const parts = [svg('path', { class: 'halo', d: outline }), svg('path', { class: 'body', d: outline })];
  if (type.glyph) {
    const drop = own(DROP, group) || 0;
    const scale = own(SCALE, group) || 0.74;
    const shift = 16 - 12 * scale;
    parts.push(svg('path', {
      class: 'glyph', d: type.glyph, 'fill-rule': 'evenodd',
      transform: `translate(${shift} ${shift + drop}) scale(${scale})`,
    }));
  }
  if (!plain && own(BADGES, row.role)) parts.push(badge(row.role));
  else if (!plain && (row.certainty === 'unconfirmed' || row.certainty === 'disputed')) parts.push(badge('doubt'));
  return svg('svg', { viewBox: '0 0 32 32', class: classes, 'aria-hidden': 'true' }, ...parts);
}
