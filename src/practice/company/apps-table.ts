/** Applications of Microsoft and of others, by their public ids ("Verify first-party Microsoft applications in sign-in reports"). */
export interface App {
  readonly id: string;
  readonly name: string;
}

const app = (id: string, name: string): App => ({ id, name });

export const apps = {
  officeHome: app('4765445b-32c6-49b0-83e6-1d93765276ca', 'OfficeHome'),
  outlookWeb: app('9199bf20-a13f-4107-85dc-02114787ef48', 'One Outlook Web'),
  office: app('d3590ed6-52b3-4102-aeff-aad2292ab01c', 'Microsoft Office'),
  teams: app('1fec8e78-bce4-4aaf-ab1b-5451cc387264', 'Microsoft Teams'),
  teamsWeb: app('5e3ce6c0-2b1f-4285-8d4b-75ee78787346', 'Microsoft Teams Web Client'),
  outlookMobile: app('27922004-5251-4030-b22d-91ecd9a37ea4', 'Outlook Mobile'),
  oneDrive: app('ab9b8c07-8f02-4f72-87fa-80105867a763', 'OneDrive SyncEngine'),
  sharePointWeb: app('08e18876-6177-487e-b8b5-cf950c1e598c', 'SharePoint Online Web Client Extensibility'),
  edge: app('ecd6b820-32c2-49b6-98a6-444530e5a77a', 'Microsoft Edge'),
  windows: app('38aa3b87-a06d-4817-b275-7a316988d93b', 'Windows Sign In'),
  broker: app('29d9ed98-a469-4536-ade2-f981bc1d605e', 'Microsoft Authentication Broker'),
  authenticator: app('4813382a-8fa7-425e-ab75-3b753aab3abb', 'Microsoft Authenticator App'),
  mySignIns: app('19db86c3-b2b9-44cc-b339-36da233a3be2', 'My Signins'),
  myApps: app('2793995e-0a7d-40d7-bd35-6968ba142197', 'My Apps'),
  azurePortal: app('c44b4083-3bb0-49c1-b47d-974e53cbdf3c', 'Azure Portal'),
  azureCli: app('04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'),
  graphPowerShell: app('14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'),
  exchangePowerShell: app('fb78d390-0c51-40cd-8e17-fdbfab77341b', 'Microsoft Exchange REST API Based Powershell'),
  flowPortal: app('6204c1d1-4712-4c46-a7d9-3ed63d992682', 'Microsoft Flow Portal'),
  exchange: app('00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online'),
  sharePoint: app('00000003-0000-0ff1-ce00-000000000000', 'Office 365 SharePoint Online'),
  graph: app('00000003-0000-0000-c000-000000000000', 'Microsoft Graph'),
  directory: app('00000002-0000-0000-c000-000000000000', 'Windows Azure Active Directory'),
  teamsServices: app('cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', 'Microsoft Teams Services'),
  azureManagement: app('797f4846-ba00-4fd7-ba43-dac1f8f63013', 'Windows Azure Service Management API'),
  flowService: app('7df0a125-d3be-4c96-aa54-591f83ff541c', 'Microsoft Flow Service'),
  deviceRegistration: app('01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9', 'Device Registration Service'),
  appManagement: app('18ed3507-a475-4ccb-b669-d66bc9f2a36e', 'Microsoft_AAD_RegisteredApps'),
} as const satisfies Record<string, App>; // prettier-ignore

/** Applications of others that people consent to for good reasons. */
export const consentedApps: readonly (App & { readonly scopes: string })[] = [
  { id: '8b7c5a12-6f0e-4f5b-9e3a-2c1d7f40b6aa', name: 'Calendly', scopes: 'openid profile email offline_access Calendars.ReadWrite' },
  { id: '3c0b9f6e-51d2-4e7a-8a94-70f6f2b1c8d3', name: 'Zoom', scopes: 'openid profile User.Read Calendars.Read' },
  { id: 'f2d4a5c7-9b1e-4d36-b0c8-5e7a91f3d264', name: 'Adobe Acrobat', scopes: 'openid profile email User.Read Files.ReadWrite' },
  { id: '5d8e1f3a-2c47-4b90-a6e5-0b9c8d7f6e12', name: 'DeepL', scopes: 'openid profile email User.Read' },
  { id: 'a1c3e5f7-08b2-4d64-9f1a-3b5d7e90c248', name: 'Sansan', scopes: 'openid profile email User.Read Contacts.Read' },
]; // prettier-ignore

/** Programs that sign in as themselves. */
export const services: readonly (App & { readonly resource: App })[] = [
  { id: '6b2f9c10-4a7d-4e58-8c31-9d0e5f7a2b46', name: 'Backup for Microsoft 365', resource: apps.graph },
  { id: 'c94a1e72-3d5b-4f86-b7a0-1e2c6d8f9035', name: 'HR directory sync', resource: apps.graph },
  { id: '0e7d3b5f-82c4-4a19-96e8-b5f1a7c2d943', name: 'Mail archive connector', resource: apps.exchange },
]; // prettier-ignore
