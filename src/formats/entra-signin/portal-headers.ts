/**
 * The headers of the Entra portal's sign-in CSV by their English name, with the other spellings
 * they have had: older exports, and the portal in Japanese, Spanish and French.
 *
 * Spanish is complete and French nearly so, from tools that read real exports. No Japanese export
 * was found in public: those words are the ones that learn.microsoft.com/ja-jp and the portal's
 * Japanese pages use for the same fields over the years, several for one field where they changed.
 */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  'Date (UTC)': [
    'Date',
    '日付 (UTC)',
    '日付',
    '日時 (UTC)',
    '日時',
    '日付(UTC)',
    'Fecha (UTC)',
    'Fecha',
  ],
  'Request ID': [
    'RequestId',
    '要求 ID',
    'リクエスト ID',
    'Id. de solicitud',
    'ID de solicitud',
    'ID de requête',
    'ID de la requête',
    'ID de demande',
  ],
  'User agent': ['ユーザー エージェント', 'Agente de usuario', 'Agent utilisateur'],
  'Correlation ID': [
    '相関 ID',
    '関連付け ID',
    'コリレーション ID',
    'Id. de correlación',
    'ID de correlación',
    'ID de corrélation',
  ],
  'User ID': [
    'ユーザー ID',
    'ユーザー オブジェクト ID',
    'Id. de usuario',
    'ID de usuario',
    'Identifiant utilisateur',
    "ID d'utilisateur",
    'ID utilisateur',
  ],
  User: ['ユーザー', 'Usuario', 'Utilisateur'],
  Username: [
    'User name',
    'User principal name',
    'ユーザー名',
    'ユーザー プリンシパル名',
    'Nombre de usuario',
    "Nom d'utilisateur",
  ],
  'User type': [
    'ユーザーの種類',
    'ユーザー タイプ',
    'ユーザー種別',
    'Tipo de usuario',
    "Type d'utilisateur",
  ],
  'Incoming token type': [
    '受信トークンの種類',
    '着信トークンの種類',
    '受信トークン タイプ',
    'Tipo de token entrante',
    'Type de jeton entrant',
  ],
  'Unique token identifier': [
    '一意のトークン識別子',
    '一意のトークン ID',
    'Identificador de token único',
    'Identificateur de jeton unique',
    'Identificateur unique du jeton',
  ],
  Application: ['アプリケーション', 'アプリ', 'Aplicación'],
  'Application ID': [
    'アプリケーション ID',
    'アプリ ID',
    'Id. de aplicación',
    'ID de aplicación',
    "ID d'application",
    "ID de l'application",
  ],
  Resource: ['リソース', '資源', 'Recurso', 'Ressource'],
  'Resource ID': [
    'リソース ID',
    'リソースの ID',
    'Id. de recurso',
    'ID de recurso',
    'ID de ressource',
    'ID de la ressource',
  ],
  'IP address': ['IP アドレス', 'Dirección IP', 'Adresse IP'],
  Location: ['場所', '位置情報', 'ロケーション', 'Ubicación', 'Emplacement', 'Lieu'],
  Status: ['状態', 'ステータス', '状況', 'Estado', 'Statut', 'État'],
  'Sign-in error code': [
    'サインイン エラー コード',
    'サインインのエラー コード',
    'サインインエラーコード',
    'エラー コード',
    'Código de error de inicio de sesión',
    "Code d'erreur de connexion",
  ],
  'Failure reason': [
    '失敗の理由',
    'エラーの理由',
    '失敗した理由',
    '失敗理由',
    'エラーの原因',
    'Motivo del error',
    "Raison de l'échec",
  ],
  'Client app': [
    'Client App Used',
    'クライアント アプリ',
    'クライアント アプリケーション',
    'Aplicación cliente',
    'Application cliente',
  ],
  'Device ID': [
    'デバイス ID',
    'Id. de dispositivo',
    'ID de dispositivo',
    "ID de l'appareil",
    "ID d'appareil",
  ],
  Browser: ['ブラウザー', 'ブラウザ', 'Explorador', 'Navegador', 'Navigateur'],
  'Operating System': [
    'オペレーティング システム',
    'OS',
    'Sistema operativo',
    "Système d'exploitation",
  ],
  'Session ID': ['セッション ID', 'Id. de sesión', 'ID de sesión', 'ID de session'],
  'Autonomous system number': [
    '自律システム番号',
    '自律システム番号 (ASN)',
    'Número de sistema autónomo',
    'Numéro de système autonome',
  ],
  'Managed Identity type': [
    'マネージド ID の種類',
    'マネージド ID タイプ',
    'Tipo de identidad administrada',
    "Type d'identité managée",
  ],
  'Service principal ID': [
    'サービス プリンシパル ID',
    'サービスプリンシパル ID',
    'Id. de entidad de servicio',
    'ID de entidad de servicio',
    'ID du principal de service',
    'ID de principal de service',
  ],
  'Service principal name': [
    'サービス プリンシパル名',
    'サービスプリンシパル名',
    'サービス プリンシパルの名前',
    'Nombre de la entidad de servicio',
    'Nombre de entidad de servicio',
    'Nom du principal de service',
  ],
  'Authentication method': ['認証方法', 'Método de autenticación', "Méthode d'authentification"],
  Succeeded: ['成功', '成功しました', 'Correcto', 'Réussite', 'Réussi'],
  'Result detail': ['結果の詳細', 'Detalle del resultado', 'Détail du résultat'],
};

/** Japanese is written with and without blanks, French with either apostrophe. */
function spellings(name: string): readonly string[] {
  const all = [name];
  if (/[\u3040-\u30ff\u4e00-\u9fff]/u.test(name)) all.push(name.replaceAll(' ', ''));
  if (name.includes("'")) all.push(name.replaceAll("'", '’'));
  return all;
}

/** For `FormatTable.aliases`. */
export const portalHeaders: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(synonyms).map(([name, others]) => [name, [...new Set(others.flatMap(spellings))]]),
);
