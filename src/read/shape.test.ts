import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Shape } from './record.js';
import { detectShape } from './shape.js';

const shapeOf = (content: string | Buffer, name = 'a'): Shape =>
  detectShape(Buffer.from(content), name);
const looks = (content: string | Buffer, name?: string): string => {
  const shape = shapeOf(content, name);
  return shape.kind === 'unknown' ? shape.looksLike : shape.kind;
};

describe('detectShape', () => {
  it('finds the header of a CSV under whatever stands above it', () => {
    expect(shapeOf('\ufeff#TYPE X\r\n\r\n"A";"B, C";"A"\r\n1;2;3\r\n')).toEqual({
      kind: 'csv',
      delimiter: ';',
      skipLines: 2,
      header: ['A', 'B, C', 'A (2)'],
    });
    expect(shapeOf('sep=|\nA|B\n')).toEqual({
      kind: 'csv',
      delimiter: '|',
      skipLines: 1,
      header: ['A', 'B'],
    });
  });

  it('keeps names as written', () => {
    expect(shapeOf('"Application ID ","Autonomous system  number"\n1,2\n')).toMatchObject({
      header: ['Application ID ', 'Autonomous system  number'],
    });
  });

  it('chooses the delimiter that the rows agree with', () => {
    expect(shapeOf('Datum;Name, Vorname;Wert\n1;"Müller, A";3,5\n2;"B, C";4,5\n')).toMatchObject({
      delimiter: ';',
    });
    expect(shapeOf('日付 (UTC),要求 ID,ユーザー\n1,2,3\n')).toMatchObject({ delimiter: ',' });
  });

  it('takes a header without rows', () => {
    expect(shapeOf('CreationDate,UserIds,Operations,AuditData')).toMatchObject({ kind: 'csv' });
  });

  it.each([
    ['{"a":1}', 'jsonl'],
    ['{"a":1}\n{"b":[1]}\n', 'jsonl'],
    ['\ufeff{"a":1}\r\n\r\n{"b":', 'jsonl'],
    ['{"a":1}\n{"b" oops\n{"c":1}\n', 'jsonl'],
    ['"{\\"a\\":1}"\n', 'jsonl'],
    ['{"value":[{"a":1}]}', 'json'],
    ['{"records":[{"a":1}]}\n{"records":[{"a":1}]}\n', 'json'],
    ['{\n  "a": 1\n}', 'json'],
    ['    [{\r\n        "a":  "b"', 'json'],
    ['[]', 'json'],
    ['{}', 'jsonl'],
    ['Received: from a\r\n by b\r\nFrom: x\r\nTo: y\r\nSubject: z\r\n\r\nHi', 'eml'],
    ['From: x\nSubject: a, b, c\n\nHi', 'eml'],
    ['Return-Path: <x>\nX-Foo: y\nMIME-Version: 1.0\n\n', 'eml'],
  ])('takes %j for %s', (content, kind) => {
    expect(shapeOf(content).kind).toBe(kind);
  });

  it('takes an OLE file for a message, unless its name says otherwise', () => {
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect(shapeOf(ole, 'a.msg').kind).toBe('msg');
    expect(looks(ole, 'a.xls')).toContain('old Office document');
  });

  it.each([
    [
      'Dear Sir, thank you for the report, which I read. It was fine, really.\nBest, X\n',
      'plain text',
    ],
    ['[2024-01-01] INFO started\n[2024-01-01] INFO stopped\n', 'plain text'],
    ['<!DOCTYPE html><html><title>Sign in to your account</title>', 'sign-in page'],
    ['\n<html><body>', 'web page'],
    ['<?xml version="1.0"?><a/>', 'XML'],
    ['ElfFile\0\0\0', 'EVTX'],
    ['%PDF-1.7\n', 'PDF'],
    ['\x89PNG\r\n', 'PNG'],
    ['SQLite format 3\0', 'SQLite'],
    ['PAR1\x15', 'Parquet'],
    ['MZ\x90\0', 'Windows program'],
    ['', 'empty'],
    [' \n\n', 'blank lines'],
    ['a\0\x01\x02\x03\x04b,c\x05\x06\x07\n', 'binary'],
    [
      'PK\x03\x04....[Content_Types].xml....xl/workbook.xml',
      'Excel workbook: save the sheet as "CSV UTF-8"',
    ],
    ['PK\x03\x04....a.csv', 'zip archive'],
  ])('does not take %j for a log', (content, looksLike) => {
    expect(looks(Buffer.from(content, 'latin1'))).toContain(looksLike);
  });

  it('does not take noise for a log', () => {
    expect(looks(gzipSync('x'))).toContain('gzip');
    const noise = Buffer.from(
      Array.from({ length: 5000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255),
    );
    expect(shapeOf(noise).kind).toBe('unknown');
  });
});
