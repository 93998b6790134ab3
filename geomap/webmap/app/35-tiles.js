// Tiles of a server under the incidents, only if whoever built the page asked for them.
const MAX_ZOOM = DATA.tiles ? DATA.tiles.max_zoom : 14;

function drawTiles(map) {
  if (!DATA.tiles) return;
  const { url, subdomains, max_zoom: maxZoom } = DATA.tiles;
  // Many tile servers refuse a page that does not say where it is; only its origin is told.
  const tiles = L.tileLayer(url, { subdomains, maxZoom, referrerPolicy: 'strict-origin-when-cross-origin' });
  tiles.once('tileerror', () => {
    const notice = L.control({ position: 'topright' });
    const text = word(window.location.protocol === 'file:' ? 'tiles_refused' : 'tiles_missing');
    notice.onAdd = () => el('p', { class: 'notice', role: 'status', text });
    notice.addTo(map);
  });
  tiles.addTo(map);
}
