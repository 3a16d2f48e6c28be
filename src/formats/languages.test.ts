import { describe, expect, it } from 'vitest';
import { languageError, refusedLanguage } from './languages.js';

const german = [
  'Datum (UTC)', 'Anforderungs-ID', 'Benutzer-Agent', 'Korrelations-ID', 'Benutzer-ID', 'Benutzer', 'Benutzername',
  'Anwendung', 'IP-Adresse', 'Standort', 'Status', 'Anmeldefehlercode', 'Fehlerursache', 'Betriebssystem',
]; // prettier-ignore

describe('refusedLanguage', () => {
  it('tells the language of a sign-in log', () => {
    expect(refusedLanguage(german)).toEqual({ language: 'German', log: 'sign-in log' });
    expect(
      refusedLanguage([
        '날짜(UTC)',
        '요청 ID',
        '사용자 이름',
        'IP 주소',
        '위치',
        '로그인 오류 코드',
      ]),
    ).toEqual({ language: 'Korean', log: 'sign-in log' });
    expect(
      refusedLanguage(['日期(UTC)', '请求 ID', '用户名', 'IP 地址', '登录错误代码', '失败原因']),
    ).toEqual({ language: 'Simplified Chinese', log: 'sign-in log' });
    expect(
      refusedLanguage([
        'Data (UTC)',
        'ID da solicitação',
        'Nome de usuário',
        'Endereço IP',
        'Aplicativo',
      ]),
    ).toEqual({ language: 'Portuguese', log: 'sign-in log' });
    expect(
      refusedLanguage(['Дата (UTC)', 'ИД запроса', 'Имя пользователя', 'IP-адрес', 'Приложение']),
    ).toEqual({ language: 'Russian', log: 'sign-in log' });
  });

  it('tells the audit log by what stays English in it', () => {
    const audit = [
      'Datum (UTC)',
      'CorrelationId',
      'Dienst',
      'Aktivität',
      'ActorType',
      'ActorObjectId',
    ];
    expect(refusedLanguage(audit)).toEqual({ language: 'German', log: 'audit log' });
    const unknown = ['Dáta (UTC)', 'CorrelationId', 'Gníomhaíocht', 'ActorType', 'ActorObjectId'];
    expect(refusedLanguage(unknown)).toEqual({ language: 'another language', log: 'audit log' });
  });

  it('leaves other CSV files alone', () => {
    expect(
      refusedLanguage(['ユーザー名', '場所', '状態', '結果', 'サービス', 'カテゴリ']),
    ).toBeUndefined();
    expect(refusedLanguage(['Datum (UTC)', 'Status', 'Ergebnis'])).toBeUndefined();
    expect(refusedLanguage([])).toBeUndefined();
  });

  it('says what to do', () => {
    const refusal = refusedLanguage(german);
    const error = languageError(refusal!, { file: 'anmeldungen.csv' });
    expect(error.code).toBe('language');
    expect(error.message).toContain('German');
    expect(error.hint).toContain('Language + region');
    expect(error.hint).toContain('JSON');
    expect(error.place).toEqual({ file: 'anmeldungen.csv' });
  });
});
