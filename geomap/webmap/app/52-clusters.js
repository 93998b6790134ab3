// A cluster of marks: how many there are, and in its ring what kinds they are.
const DISC = 18; // radius of the smallest, in pixels
const DISC_STEP = 3; // more for ten times as many

function clusterIcon(cluster) {
  const rows = cluster.getAllChildMarkers().map((mark) => mark.row);
  const size = 2 * Math.round(DISC + DISC_STEP * Math.log10(rows.length));
  let start = 0;
  const ring = groupCounts(rows).map(([group, n]) => {
    const share = n / rows.length;
    const part = svg('circle', {
      class: `share g-${group}`, r: size / 2 - 4, pathLength: 1, 'stroke-dasharray': `${share} 1`, 'stroke-dashoffset': -start, transform: 'rotate(-90)',
    });
    start += share;
    return part;
  });
  const picture = svg('svg', { class: 'disc', viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, 'aria-hidden': 'true' },
    svg('circle', { class: 'ground', r: size / 2 - 2 }), ...ring, svg('text', { y: 4, text: formatNumber(rows.length) }));
  const label = countWords('stack', rows.length);
  return L.divIcon({ className: 'marker-cluster', iconSize: [size, size], html: el('span', { role: 'img', 'aria-label': label, title: label }, picture) });
}
