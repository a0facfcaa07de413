import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** What differs between two pictures. Shares are between 0 and 1. */
export interface Difference {
  /** Of all pixels. */
  share: number;
  /** Of the pixels of the square that differs most. */
  worstShare: number;
  /** How far the average colours of a square are apart in one channel, 0 to 255, where they are farthest. */
  worstTint: number;
  /** A picture of it, as PNG. */
  picture: Buffer;
}

/** Edge of the squares that are looked at one by one, in pixels: an icon is larger, the edge of a letter smaller. */
const squarePx = 16;

/**
 * Compares two pictures as a person would: what only smooths an edge counts as equal (another build of Chromium draws text a
 * little differently), and what is missing in one place counts there, however large the rest of the picture is.
 * @returns null when they are not of one size
 */
export function compareImages(actual: Buffer, expected: Buffer): Difference | null {
  const [one, other] = [PNG.sync.read(actual), PNG.sync.read(expected)];
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return null;
  const mask = new PNG({ width, height });
  const count = pixelmatch(one.data, other.data, mask.data, width, height, {
    threshold: 0.2,
    diffMask: true,
  });
  const picture = new PNG({ width, height });
  pixelmatch(one.data, other.data, picture.data, width, height, { threshold: 0.2 });
  return {
    share: count / (width * height),
    // Red says different; yellow, which has green in it, says that an edge is smoothed.
    worstShare: worstOf(sumSquares(mask, ([red, green, , alpha]) => (alpha && red && !green ? 1 : 0))),
    worstTint: Math.max(...[0, 1, 2].map((channel) => worstTint(one, other, channel))),
    picture: encode(picture),
  };
}

/** Encodes without transparency. Lines without a filter and the usual strategy are smallest for flat areas and text. */
function encode(picture: PNG): Buffer {
  return PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, filterType: 0, deflateStrategy: 0 });
}

/** Colours are kept in steps of this; a comparison sees no difference that is six times as large. */
const colorStep = 8;

/** A picture in half the bytes, good enough to be compared. */
export function shrink(source: Buffer): Buffer {
  const picture = PNG.sync.read(source);
  for (let index = 0; index < picture.data.length; index += 1) {
    const value = picture.data[index] ?? 0;
    picture.data[index] = Math.min(255, Math.round(value / colorStep) * colorStep);
  }
  return encode(picture);
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** What a value of each pixel comes to in each square, as a share of its pixels. */
function sumSquares({ width, height, data }: PNG, valueOf: (pixel: Pixel) => number): Map<string, number> {
  const sums = new Map<string, number>();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
      const square = `${String(Math.floor(x / squarePx))} ${String(Math.floor(y / squarePx))}`;
      sums.set(square, (sums.get(square) ?? 0) + valueOf([red, green, blue, alpha]) / squarePx ** 2);
    }
  }
  return sums;
}

const worstOf = (sums: ReadonlyMap<string, number>) => Math.max(0, ...sums.values());

/**
 * Colours that are equally light count as equal pixel by pixel, and so do faint tints. On average over a square they do not,
 * while a letter that is drawn a little differently does.
 */
function worstTint(one: PNG, other: PNG, channel: number): number {
  const before = sumSquares(other, (pixel) => pixel[channel] ?? 0);
  const after = sumSquares(one, (pixel) => pixel[channel] ?? 0);
  return Math.max(...[...after].map(([square, value]) => Math.abs(value - (before.get(square) ?? 0))));
}
