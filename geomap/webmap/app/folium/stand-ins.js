// What folium's own elements expect of libraries that this page does not carry.
(function () {
'use strict';
const PIN = 'M14 38C10 29 2 23 2 14A12 12 0 0 1 26 14C26 23 18 29 14 38z';

// folium.Popup hands its HTML to jQuery and takes the first element.
window.$ = function (target) {
  if (typeof target !== 'string') return { ready: (action) => action() };
  const parsed = new DOMParser().parseFromString(target, 'text/html').body;
  return [...parsed.children].map((node) => document.adoptNode(node));
};

// folium.Icon asks for awesome-markers: a pin in the colour it names, without the font.
function pin(options) {
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('viewBox', '0 0 28 40');
  picture.setAttribute('width', '28');
  picture.setAttribute('height', '40');
  for (const [shape, values] of [['path', { d: PIN, fill: options.markerColor || 'blue', stroke: '#fff', 'stroke-width': '1.5' }],
    ['circle', { cx: '14', cy: '14', r: '4.5', fill: options.iconColor || 'white' }]]) {
    const node = document.createElementNS('http://www.w3.org/2000/svg', shape);
    Object.entries(values).forEach(([name, value]) => node.setAttribute(name, value));
    picture.append(node);
  }
  return L.divIcon({ className: 'pin', iconSize: [28, 40], iconAnchor: [14, 38], popupAnchor: [0, -34], html: picture });
}
L.AwesomeMarkers = { icon: pin };
})();
