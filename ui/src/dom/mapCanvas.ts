// Draws the map on a canvas: points by colour, names of groups, the one that is meant.
//
// Ten thousand points are one path per colour, so a frame takes a few milliseconds.
// Not here: where things stand (logic/mapView.ts), which colours (the style sheet).
import type { MapPointView } from '../ipc';
import { toScreen } from '../logic/mapView';
import type { Size, Spot, Viewport } from '../logic/mapView';

export interface MapScene {
  points: readonly MapPointView[];
  /** Number of a group for each point, -1 for none; groups share colours in turn. */
  colourOf: (point: MapPointView) => number;
  names: readonly { text: string; at: Spot; colour: number }[];
  meant: MapPointView | null;
  /** Only points of this colour are drawn fully. */
  only: number | null;
}

export interface Inks { colours: string[]; other: string; ink: string; paper: string; font: string }

/** The colours in use, as the style sheet has them now. */
export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    colours: Array.from({ length: 8 }, (_, i) => read(`--map-${String(i + 1)}`)),
    other: read('--ink-3'), ink: read('--ink'), paper: read('--paper'), font: style.fontFamily,
  };
}

export function drawMap(canvas: HTMLCanvasElement, scene: MapScene, view: Viewport, size: Size, inks: Inks): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  drawPoints(context, scene, view, size, inks);
  drawNames(context, scene, view, size, inks);
  if (scene.meant) drawMeant(context, scene.meant, view, size, inks);
}

function drawPoints(context: CanvasRenderingContext2D, scene: MapScene, view: Viewport, size: Size, inks: Inks): void {
  const radius = Math.min(9, Math.max(1.6, 3.2 * Math.sqrt((view.scale * 10_000) / Math.min(size.width, size.height)) * forMany(scene.points.length)));
  const byColour = new Map<number, Spot[]>();
  for (const point of scene.points) {
    const spot = toScreen(point, view, size);
    if (spot.x < -9 || spot.y < -9 || spot.x > size.width + 9 || spot.y > size.height + 9) continue;
    const colour = scene.colourOf(point);
    const spots = byColour.get(colour);
    if (spots) spots.push(spot);
    else byColour.set(colour, [spot]);
  }
  for (const colour of [...byColour.keys()].sort((a, b) => a - b)) {
    const faint = scene.only !== null && scene.only !== colour;
    context.globalAlpha = faint ? 0.1 : colour < 0 ? 0.38 : 0.85;
    context.fillStyle = colour < 0 ? inks.other : (inks.colours[colour % inks.colours.length] ?? inks.other);
    context.beginPath();
    for (const spot of byColour.get(colour) ?? []) {
      context.moveTo(spot.x + radius, spot.y);
      context.arc(spot.x, spot.y, radius, 0, Math.PI * 2);
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Few points are drawn larger, very many smaller. */
function forMany(nPoints: number): number {
  if (nPoints > 3000) return 0.6;
  return nPoints > 600 ? 1 : nPoints > 120 ? 1.3 : 1.7;
}

/** A name is left out where another one stands already. */
function drawNames(context: CanvasRenderingContext2D, scene: MapScene, view: Viewport, size: Size, inks: Inks): void {
  context.font = `560 12px ${inks.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const taken: { x: number; y: number; width: number }[] = [];
  for (const name of scene.names) {
    if (scene.only !== null && scene.only !== name.colour) continue;
    const at = toScreen(name.at, view, size);
    const width = context.measureText(name.text).width;
    const x = Math.min(size.width - width / 2 - 6, Math.max(width / 2 + 6, at.x));
    const y = at.y - 18;
    const clashes = taken.some((other) => Math.abs(other.y - y) < 17 && Math.abs(other.x - x) < (other.width + width) / 2 + 8);
    if (clashes || y < 8 || y > size.height - 8 || at.x < 0 || at.x > size.width) continue;
    taken.push({ x, y, width });
    context.strokeStyle = inks.paper;
    context.lineWidth = 4;
    context.strokeText(name.text, x, y);
    context.fillStyle = name.colour < 0 ? inks.ink : (inks.colours[name.colour % inks.colours.length] ?? inks.ink);
    context.fillText(name.text, x, y);
  }
}

function drawMeant(context: CanvasRenderingContext2D, point: MapPointView, view: Viewport, size: Size, inks: Inks): void {
  const at = toScreen(point, view, size);
  context.beginPath();
  context.arc(at.x, at.y, 9, 0, Math.PI * 2);
  context.strokeStyle = inks.paper;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = inks.ink;
  context.lineWidth = 2;
  context.stroke();
}
