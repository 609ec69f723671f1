/** Places on the map, near enough for “same door?” questions. Only places of one coordinate system are compared. */
export interface MapPoint {
  lat: number;
  lng: number;
  coordSys?: 'gcj02' | 'wgs84' | undefined;
}

const METRES_PER_DEGREE = 111_320;

/** Metres between two points a few kilometres apart at most. Undefined when their coordinate systems differ. */
export function distanceM(a: MapPoint, b: MapPoint): number | undefined {
  if ((a.coordSys ?? 'gcj02') !== (b.coordSys ?? 'gcj02')) return undefined;
  const north = (a.lat - b.lat) * METRES_PER_DEGREE;
  const east = (a.lng - b.lng) * METRES_PER_DEGREE * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** The square of 0.001° (about 111 m × 91 m here) that holds a point: a key to look up neighbours by. */
export function geoCellOf(point: MapPoint): string {
  return cellName(point, Math.floor(point.lat * 1000), Math.floor(point.lng * 1000));
}

/** The square of a point and the eight around it: all that can be nearer than 90 m. */
export function geoCellsAround(point: MapPoint): string[] {
  const [lat, lng] = [Math.floor(point.lat * 1000), Math.floor(point.lng * 1000)];
  return [-1, 0, 1].flatMap((dLat) => [-1, 0, 1].map((dLng) => cellName(point, lat + dLat, lng + dLng)));
}

function cellName({ coordSys = 'gcj02' }: MapPoint, lat: number, lng: number): string {
  return `${coordSys}:${lat}:${lng}`;
}
