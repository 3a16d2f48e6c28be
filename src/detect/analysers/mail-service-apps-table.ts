/**
 * Services and clients of Microsoft's that read mailboxes for their owners, beside first-party-apps-table.ts.
 * Sources: "Verify first-party Microsoft applications in sign-in reports"; those without a name are in no list
 * of Microsoft's, but read every mailbox as `Client=RESTSystem` in real logs (invictus-ir/o365_dataset).
 */
export const mailServiceApps: ReadonlyMap<string, string> = new Map([
  ['00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online'],
  ['00000003-0000-0000-c000-000000000000', 'Microsoft Graph'],
  ['9199bf20-a13f-4107-85dc-02114787ef48', 'One Outlook Web'],
  ['27922004-5251-4030-b22d-91ecd9a37ea4', 'Outlook Mobile'],
  ['d3590ed6-52b3-4102-aeff-aad2292ab01c', 'Microsoft Office'],
  ['5d661950-3475-41cd-a2c3-d671a3162bc1', 'Microsoft Outlook'],
  ['bc59ab01-8403-45c6-8796-ac3ef710b3e3', 'Outlook Online Add-in App'],
  ['13937bba-652e-4c46-b222-3003f4d1ff97', 'Substrate Context Service'],
  ['4345a7b9-9a63-4910-a426-35363201d503', 'Office 365 Suite UX'],
  ['497effe9-df71-4043-a8bb-14cf78c4b63b', 'Exchange Admin Center'],
  ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', 'Microsoft Teams'],
  ['cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', 'Microsoft Teams Services'],
  ['48af08dc-f6d2-435f-b2a7-069abd99c086', 'Connectors'],
  ['c9a559d2-7aab-4f13-a6ed-e7e9c52aec87', 'Microsoft Forms'],
  ['22098786-6e16-43cc-a27d-191a01a1e3b5', 'Microsoft To-Do client'],
  ['2d4d3d8e-2be3-4bef-9f87-7875a61c29de', 'OneNote'],
  ['fb8d773d-7ef8-4ec0-a117-179f88add510', 'Enterprise Copilot Platform'],
  ['66a88757-258c-4c72-893c-3e8bed4d6899', 'Office 365 Search Service'],
  ['7df0a125-d3be-4c96-aa54-591f83ff541c', 'Microsoft Flow Service'],
  ['3c896ded-22c5-450f-91f6-3d1ef0848f6e', ''],
  ['7a5fbd1c-3e6d-461a-9075-83049393b3a7', ''],
  ['f3f64fec-ecee-4e9a-9eed-a36a5e421300', ''],
  ['3c8e478f-21ca-493a-b87c-c7366d664d54', ''],
  ['8a18aa92-0a1e-4e06-abd0-e118fa4787b1', ''],
  ['5a2ee4c5-13b8-465b-88d7-75ecf16830ad', ''],
  ['b6e65498-8dce-4d57-8de9-1269fcfcf6ce', ''],
  ['fe93bfe1-7947-460a-a5e0-7a5906b51360', ''],
]);

/** Microsoft's too, but worked by hand or by a script: who reads mail with them means to take it. */
export const handTools: ReadonlyMap<string, string> = new Map([
  ['14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'],
  ['de8bc8b5-d9f9-48b1-a8ad-b748da725064', 'Graph Explorer'],
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
  ['1950a258-227b-4e31-a9cf-717495945fc2', 'Microsoft Azure PowerShell'],
  ['1b730954-1685-4b74-9bfd-dac224a7b894', 'Azure Active Directory PowerShell'],
]);
