/**
 * The headers of the Entra portal's audit CSV. Real Spanish and French exports translate only some
 * of them (`Catégorie`, `Activité`, `Cible1UserPrincipalName`) and leave the rest in English; the
 * Japanese words are those of learn.microsoft.com/ja-jp, since no Japanese export was found.
 */
export const targets = [1, 2, 3, 4, 5] as const;
export const modified = [1, 2, 3, 4, 5] as const;
export const details = [1, 2, 3, 4, 5, 6, 7, 8] as const;

const targetWords = ['Target', 'ターゲット', '対象', 'Objetivo', 'Destino', 'Cible'];
const targetFields: Readonly<Record<string, readonly string[]>> = {
  Type: ['Type', '種類', 'タイプ', 'Tipo'],
  DisplayName: [
    'DisplayName',
    '表示名',
    'NombreParaMostrar',
    'NombreDePantalla',
    'NomComplet',
    "NomD'affichage",
  ],
  ObjectId: ['ObjectId', 'オブジェクト ID', 'IdDeObjeto', "IdD'objet", 'IDobjet'],
  UserPrincipalName: [
    'UserPrincipalName',
    'ユーザー プリンシパル名',
    'NombrePrincipalDeUsuario',
    'NomPrincipalUtilisateur',
    'NomD’utilisateurPrincipal',
  ],
};

const plain: Readonly<Record<string, readonly string[]>> = {
  'Date (UTC)': [
    'Date',
    '日付 (UTC)',
    '日付(UTC)',
    '日付',
    '日時 (UTC)',
    '日時',
    'Fecha (UTC)',
    'Fecha',
  ],
  CorrelationId: [
    'Correlation ID',
    '相関 ID',
    '相関ID',
    '関連付け ID',
    'Id. de correlación',
    'ID de corrélation',
  ],
  Service: ['サービス', 'Servicio'],
  Category: ['カテゴリ', 'カテゴリー', 'Categoría', 'Catégorie'],
  Activity: ['アクティビティ', '操作', 'Actividad', 'Activité'],
  Result: ['結果', '状態', 'Resultado', 'Résultat'],
  ResultReason: [
    'Result reason',
    '結果の理由',
    '状態の理由',
    'MotivoDelResultado',
    'RaisonDuRésultat',
  ],
  'User Agent': [
    'UserAgent',
    'ユーザー エージェント',
    'ユーザーエージェント',
    'Agente de usuario',
    'Agent utilisateur',
  ],
  ActorType: ['アクターの種類', 'アクター タイプ', '開始者の種類', 'TipoDeActor', "TypeD'acteur"],
  ActorDisplayName: ['アクターの表示名', 'アクター表示名', 'NombreDePantallaDelActor'],
  ActorObjectId: ['アクターのオブジェクト ID', 'アクター オブジェクト ID'],
  ActorUserPrincipalName: [
    'アクターのユーザー プリンシパル名',
    'アクター ユーザー プリンシパル名',
    'アクターUserPrincipalName',
    'NombrePrincipalDeUsuarioDelActor',
  ],
  IPAddress: [
    'IP address',
    'IP アドレス',
    'IPアドレス',
    'Dirección IP',
    'DirecciónIP',
    'Adresse IP',
    'AdresseIP',
  ],
  ActorServicePrincipalId: ['アクターのサービス プリンシパル ID'],
  ActorServicePrincipalName: ['アクターのサービス プリンシパル名'],
};

/** For `FormatTable.aliases`. */
export const auditHeaders: Readonly<Record<string, readonly string[]>> = {
  ...plain,
  ...Object.fromEntries(
    targets.flatMap((number) =>
      Object.entries(targetFields).map(([field, words]): [string, readonly string[]] => [
        `Target${number}${field}`,
        targetWords.flatMap((target) =>
          words.flatMap((word) => [`${target}${number}${word}`, `${target} ${number} ${word}`]),
        ),
      ]),
    ),
  ),
};
