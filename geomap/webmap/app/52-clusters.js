// A cluster of marks: how many there are, and in its ring what kinds they are.
const DISC = 18; // radius of the smallest, in pixels
const DISC_STEP = 3; // more for ten times as many
const CLUSTER_REACH = [54, 60]; // pixels within which marks become one: on a wide screen, on a phone
const DISC_SHIFT = 20; // pixels that a cluster moves at most, or it would stand for another region

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

// Clusters stand in the middle of their marks, so two may touch: they move apart as marks do.
function spreadClusters(map) {
  const bodies = [...map.getPane('markerPane').children].map((node) => {
    const home = L.DomUtil.getPosition(node);
    return { node, home, at: home.clone(), radius: parseFloat(node.style.width) / 2, fixed: !node.classList.contains('marker-cluster') };
  });
  settle(bodies, []);
  for (const body of bodies) {
    const { node, home, radius, fixed } = body;
    if (fixed) continue;
    const way = body.at.subtract(home);
    const share = Math.min(1, DISC_SHIFT / Math.hypot(way.x, way.y));
    body.at = home.add(way.multiplyBy(share));
    node.style.marginLeft = `${Math.round(way.x * share - radius)}px`;
    node.style.marginTop = `${Math.round(way.y * share - radius)}px`;
  }
  return bodies.map(({ at, radius }) => {
    const { x, y } = map.layerPointToContainerPoint(at);
    return [x - radius, y - radius, x + radius, y + radius];
  });
}
