import { holidays } from './calendar-table.js';

/** Days and hours of the company. The zone has no summer time, so a day is always 24 hours. */
export interface Clock {
  readonly timeZone: string;
  /** First local day, `2024-04-11`. */
  readonly first: string;
  readonly days: number;
  /** When a local day begins, in milliseconds UTC; day 0 is the first. */
  start(day: number): number;
  /** The local date of a day. */
  date(day: number): string;
  /** The day a time falls in; below 0 or above the last where it is outside. */
  dayOf(time: number): number;
  /** Monday to Friday and no holiday. */
  isWorkday(day: number): boolean;
  /** Milliseconds UTC of a local time of day, `9:30`. */
  at(day: number, hours: number, minutes?: number): number;
}

export const minute = 60_000;
export const hour = 60 * minute;
export const dayLength = 24 * hour;
const japan = 9 * hour;

/** A clock of `days` days that ends with the local date `last`. */
export function makeClock(last: string, days: number): Clock {
  const end = Date.parse(`${last}T00:00:00Z`) - japan;
  const begin = end - (days - 1) * dayLength;
  const start = (day: number): number => begin + day * dayLength;
  const date = (day: number): string => new Date(start(day) + japan).toISOString().slice(0, 10);
  return {
    timeZone: 'Asia/Tokyo',
    first: date(0),
    days,
    start,
    date,
    dayOf: (time) => Math.floor((time - begin) / dayLength),
    isWorkday: (day) => {
      const weekday = new Date(start(day) + japan).getUTCDay();
      return weekday !== 0 && weekday !== 6 && !holidays.has(date(day));
    },
    at: (day, hours, minutes = 0) => start(day) + hours * hour + minutes * minute,
  };
}

const pad = (value: number): string => String(value).padStart(2, '0');
const parts = new Map<number, string>();
/** `2024-05-10` of a time, remembered a day at a time: dates are written by the million. */
function dateText(time: number): string {
  const day = Math.floor(time / dayLength);
  let text = parts.get(day);
  if (text === undefined) {
    text = new Date(day * dayLength).toISOString().slice(0, 10);
    parts.set(day, text);
  }
  return text;
}

/** `2024-05-10T09:25:56`, to the second and without a zone, as audit records have it. */
export function isoSeconds(time: number): string {
  const seconds = Math.floor((time % dayLength) / 1000);
  return `${dateText(time)}T${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** `5/10/2024 9:25:56 AM`, as PowerShell and portals write it in English. */
export function americanTime(time: number): string {
  const [year = '', month = '', date = ''] = dateText(time).split('-');
  const seconds = Math.floor((time % dayLength) / 1000);
  const hours = Math.floor(seconds / 3600);
  return `${Number(month)}/${Number(date)}/${year} ${hours % 12 === 0 ? 12 : hours % 12}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)} ${hours < 12 ? 'AM' : 'PM'}`;
}
