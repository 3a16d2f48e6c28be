/**
 * The words by which a portal CSV in a language is told: headers of sign-in columns that occur in
 * that language only, and the audit log's activity column. Spanish and French from real exports,
 * the others from Microsoft's documentation in that language; several spellings where it has several.
 */
export interface LanguageWords {
  /** As a sentence calls it. */
  readonly name: string;
  readonly headers: readonly string[];
}

// prettier-ignore
export const languageTable: readonly LanguageWords[] = [
  {
    name: 'Japanese',
    headers: [
      '日付 (UTC)', '要求 ID', 'ユーザー エージェント', '相関 ID', '関連付け ID', 'ユーザー ID', 'ユーザー名', 'アプリケーション',
      'IP アドレス', '場所', '状態', 'サインイン エラー コード', 'サインインのエラー コード', '失敗の理由', 'クライアント アプリ',
      'デバイス ID', 'ブラウザー', 'オペレーティング システム', 'アクティビティ', 'カテゴリ', 'サービス', '結果',
    ],
  },
  {
    name: 'Spanish',
    headers: [
      'Fecha (UTC)', 'Id. de solicitud', 'Agente de usuario', 'Id. de correlación', 'Id. de usuario', 'Nombre de usuario',
      'Dirección IP', 'Ubicación', 'Código de error de inicio de sesión', 'Motivo del error', 'Aplicación cliente',
      'Id. de dispositivo', 'Explorador', 'Actividad', 'Categoría', 'Servicio', 'Resultado',
    ],
  },
  {
    name: 'French',
    headers: [
      'ID de requête', 'Agent utilisateur', 'ID de corrélation', 'Identifiant utilisateur', "Nom d'utilisateur",
      'Adresse IP', 'Emplacement', 'Statut', "Code d'erreur de connexion", "Raison de l'échec", 'Application cliente',
      "ID de l'appareil", 'Navigateur', "Système d'exploitation", 'Activité', 'Catégorie', 'Résultat',
    ],
  },
  {
    name: 'German',
    headers: [
      'Datum (UTC)', 'Anforderungs-ID', 'Benutzer-Agent', 'Benutzeragent', 'Korrelations-ID', 'Benutzer-ID', 'Benutzername',
      'Anwendung', 'Anwendungs-ID', 'IP-Adresse', 'Standort', 'Ort', 'Anmeldefehlercode', 'Fehlercode bei der Anmeldung',
      'Fehlerursache', 'Fehlergrund', 'Client-App', 'Geräte-ID', 'Betriebssystem', 'Sitzungs-ID', 'Aktivität', 'Kategorie',
      'Dienst', 'Ergebnis', 'Bedingter Zugriff',
    ],
  },
  {
    name: 'Italian',
    headers: [
      'Data (UTC)', 'ID richiesta', 'Agente utente', 'ID correlazione', 'ID di correlazione', 'ID utente', 'Nome utente',
      'Applicazione', 'Indirizzo IP', 'Posizione', 'Località', 'Stato', 'Codice errore di accesso',
      'Codice di errore di accesso', "Motivo dell'errore", 'Motivo errore', 'App client', 'ID dispositivo',
      'Sistema operativo', 'ID sessione', 'Attività', 'Categoria', 'Servizio', 'Risultato', 'Accesso condizionale',
    ],
  },
  {
    name: 'Portuguese',
    headers: [
      'Data (UTC)', 'ID da solicitação', 'ID do pedido', 'ID de Pedido', 'Agente do usuário', 'Agente do utilizador',
      'ID de correlação', 'ID da correlação', 'ID do usuário', 'ID do utilizador', 'Nome de usuário', 'Nome de utilizador',
      'Aplicativo', 'Aplicação', 'Endereço IP', 'Localização', 'Local', 'Código de erro de entrada',
      'Código de erro de início de sessão', 'Motivo da falha', 'Aplicativo cliente', 'Aplicação de cliente',
      'ID do dispositivo', 'Navegador', 'Sistema operacional', 'ID da sessão', 'Atividade', 'Serviço', 'Acesso Condicional',
    ],
  },
  {
    name: 'Dutch',
    headers: [
      'Datum (UTC)', 'Aanvraag-id', 'Gebruikersagent', 'Correlatie-id', 'Gebruikers-id', 'Gebruikersnaam', 'Toepassing',
      'Toepassings-id', 'IP-adres', 'Locatie', 'Foutcode voor aanmelden', 'Foutcode bij aanmelding', 'Aanmeldingsfoutcode',
      'Reden van fout', 'Reden voor fout', 'Client-app', 'Apparaat-id', 'Besturingssysteem', 'Sessie-id', 'Activiteit',
      'Categorie', 'Resultaat', 'Voorwaardelijke toegang',
    ],
  },
  {
    name: 'Polish',
    headers: [
      'Data (UTC)', 'Identyfikator żądania', 'Agent użytkownika', 'Identyfikator korelacji', 'Identyfikator użytkownika',
      'Nazwa użytkownika', 'Aplikacja', 'Identyfikator aplikacji', 'Adres IP', 'Lokalizacja', 'Stan',
      'Kod błędu logowania', 'Przyczyna niepowodzenia', 'Przyczyna błędu', 'Aplikacja kliencka',
      'Identyfikator urządzenia', 'Przeglądarka', 'System operacyjny', 'Identyfikator sesji', 'Działanie', 'Kategoria',
      'Usługa', 'Wynik', 'Dostęp warunkowy',
    ],
  },
  {
    name: 'Russian',
    headers: [
      'Дата (UTC)', 'ИД запроса', 'Идентификатор запроса', 'Агент пользователя', 'ИД корреляции',
      'Идентификатор корреляции', 'ИД пользователя', 'Идентификатор пользователя', 'Имя пользователя', 'Приложение',
      'ИД приложения', 'IP-адрес', 'Расположение', 'Местоположение', 'Состояние', 'Код ошибки входа', 'Причина сбоя',
      'Причина ошибки', 'Клиентское приложение', 'ИД устройства', 'Браузер', 'Операционная система', 'ИД сеанса',
      'Действие', 'Категория', 'Служба', 'Результат', 'Условный доступ',
    ],
  },
  {
    name: 'Simplified Chinese',
    headers: [
      '日期(UTC)', '请求 ID', '用户代理', '相关 ID', '关联 ID', '用户 ID', '用户名', '应用程序', '应用程序 ID', 'IP 地址', '位置',
      '登录错误代码', '失败原因', '客户端应用', '设备 ID', '浏览器', '操作系统', '会话 ID', '活动', '类别', '服务', '结果', '条件访问',
    ],
  },
  {
    name: 'Traditional Chinese',
    headers: [
      '日期 (UTC)', '要求識別碼', '使用者代理程式', '相互關聯識別碼', '使用者識別碼', '使用者名稱', '應用程式', '應用程式識別碼',
      'IP 位址', '登入錯誤碼', '登入錯誤代碼', '失敗原因', '用戶端應用程式', '裝置識別碼', '瀏覽器', '作業系統', '工作階段識別碼',
      '活動', '類別', '服務', '結果', '條件式存取', '使用者 ID', '相互關聯 ID', '裝置 ID',
    ],
  },
  {
    name: 'Korean',
    headers: [
      '날짜(UTC)', '요청 ID', '사용자 에이전트', '상관 관계 ID', '사용자 ID', '사용자 이름', '애플리케이션', '애플리케이션 ID',
      'IP 주소', '위치', '상태', '로그인 오류 코드', '실패 이유', '오류 이유', '클라이언트 앱', '디바이스 ID', '장치 ID', '브라우저',
      '운영 체제', '세션 ID', '활동', '범주', '서비스', '결과', '조건부 액세스',
    ],
  },
  {
    name: 'Czech',
    headers: [
      'Datum (UTC)', 'ID požadavku', 'Uživatelský agent', 'ID korelace', 'ID uživatele', 'Uživatelské jméno', 'Aplikace',
      'ID aplikace', 'IP adresa', 'Umístění', 'Poloha', 'Stav', 'Kód chyby přihlášení', 'Důvod selhání',
      'Klientská aplikace', 'ID zařízení', 'Prohlížeč', 'Operační systém', 'ID relace', 'Aktivita', 'Kategorie', 'Služba',
      'Výsledek', 'Podmíněný přístup',
    ],
  },
  {
    name: 'Swedish',
    headers: [
      'Datum (UTC)', 'Begärande-ID', 'Begärans-ID', 'Användaragent', 'Korrelations-ID', 'Användar-ID', 'Användarnamn',
      'Program', 'Program-ID', 'IP-adress', 'Plats', 'Felkod för inloggning', 'Inloggningsfelkod', 'Orsak till fel',
      'Felorsak', 'Klientapp', 'Enhets-ID', 'Webbläsare', 'Operativsystem', 'Sessions-ID', 'Aktivitet', 'Kategori',
      'Tjänst', 'Resultat', 'Villkorsstyrd åtkomst',
    ],
  },
  {
    name: 'Turkish',
    headers: [
      'Tarih (UTC)', 'İstek Kimliği', 'Kullanıcı aracısı', 'Bağıntı Kimliği', 'Kullanıcı Kimliği', 'Kullanıcı adı',
      'Uygulama', 'Uygulama Kimliği', 'IP adresi', 'Konum', 'Durum', 'Oturum açma hata kodu', 'Hata nedeni',
      'Başarısızlık nedeni', 'İstemci uygulaması', 'Cihaz Kimliği', 'Tarayıcı', 'İşletim Sistemi', 'Oturum Kimliği',
      'Etkinlik', 'Kategori', 'Hizmet', 'Sonuç', 'Koşullu Erişim',
    ],
  },
  {
    name: 'Hungarian',
    headers: [
      'Dátum (UTC)', 'Kérelemazonosító', 'Kérésazonosító', 'Felhasználói ügynök', 'Korrelációs azonosító',
      'Felhasználóazonosító', 'Felhasználónév', 'Alkalmazás', 'Alkalmazásazonosító', 'IP-cím', 'Hely', 'Állapot',
      'Bejelentkezési hibakód', 'Hiba oka', 'Ügyfélalkalmazás', 'Eszközazonosító', 'Böngésző', 'Operációs rendszer',
      'Munkamenet-azonosító', 'Tevékenység', 'Kategória', 'Szolgáltatás', 'Eredmény', 'Feltételes hozzáférés',
    ],
  },
];
