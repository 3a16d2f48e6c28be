/**
 * What the subjects and file names of phishing and of payment fraud speak of, in the main languages of
 * mail. Compared as parts of the text in lower case; none is a sign by itself, ordinary mail has them too.
 */
export const lureWords: readonly string[] = [
  // English
  'password', 'verify', 'verification', 'authenticator', 'mfa', 'expire', 'expir', 'mailbox', 'quarantine', 'unusual sign', 'account suspend', 'activate', 'voicemail', 'voice message', 'shared document',
  'shared with you', 'shared a file', 'secure document', 'secured document', 'encrypted message', 'docusign', 'signature requested', 'e-sign', 'fax', 'invoice', 'payment', 'remittance', 'wire transfer', 'bank detail',
  'bank account', 'purchase order', 'payroll', 'salary', 'bonus', 'benefit', 'tax', 'statement of account', 'overdue', 'refund', 'policy update', 'handbook', 'price list', 'proposal', 'urgent', 'action required', 'confirm',
  'business card', 'gift card',
  // Japanese
  'パスワード', '確認', '認証', '有効期限', '期限切れ', 'メールボックス', '容量', '請求', '見積', '支払', '振込', '送金', '口座', '入金', '給与', '賞与', '年末調整', '共有', '文書', '書類', '至急', '緊急', '重要', '停止', '名刺', '納品', '発注', '注文書', '契約',
  'ボイスメール', '留守番', '更新', '価格表',
  // Chinese, Korean
  '密码', '发票', '付款', '工资', '紧急', '验证', '비밀번호', '청구서', '송장', '급여', '긴급', '확인',
  // German, French, Spanish, Portuguese, Italian, Dutch
  'passwort', 'rechnung', 'zahlung', 'überweisung', 'gehalt', 'dringend', 'bestätig', 'mot de passe', 'facture', 'paiement', 'virement', 'salaire', 'contraseña', 'factura', 'pago', 'transferencia', 'nómina', 'urgente',
  'senha', 'fatura', 'pagamento', 'salário', 'fattura', 'bonifico', 'stipendio', 'wachtwoord', 'factuur', 'betaling', 'salaris',
]; // prettier-ignore

/** Folders of what was sent, by the display languages of Outlook and Exchange, in lower case. */
export const sentFolders: readonly string[] = [
  'sent items', 'sent', 'sent mail', '送信済みアイテム', '送信済みメール', '已发送邮件', '寄件備份', '보낸 편지함', 'gesendete elemente', 'gesendete objekte', 'éléments envoyés', 'messages envoyés', 'elementos enviados', 'itens enviados',
  'posta inviata', 'elementi inviati', 'verzonden items', 'skickat', 'skickade objekt', 'sendt post', 'sendte elementer', 'sendt', 'lähetetyt', 'elementy wysłane', 'odeslaná pošta', 'odeslané položky', 'отправленные', 'gönderilmiş öğeler', 'elküldött elemek',
  'élements envoyés',
]; // prettier-ignore
