export const exchangeOnline = '00000002-0000-0ff1-ce00-000000000000';
export const sharePointOnline = '00000003-0000-0ff1-ce00-000000000000';

/**
 * Resources that `Office365` in a policy stands for, as far as policies name them by themselves ("Apps
 * included in Conditional Access Office 365 app suite"; checked 2026-11-24).
 */
export const office365Apps: ReadonlyMap<string, string> = new Map([
  [exchangeOnline, 'Office 365 Exchange Online'],
  [sharePointOnline, 'Office 365 SharePoint Online'],
  ['00000004-0000-0ff1-ce00-000000000000', 'Skype for Business Online'],
  ['00000005-0000-0ff1-ce00-000000000000', 'Office 365 Yammer'],
  ['cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', 'Microsoft Teams Services'],
  ['c9a559d2-7aab-4f13-a6ed-e7e9c52aec87', 'Microsoft Forms'],
  ['09abbdfd-ed23-44ee-a2d9-a627aa1c90f3', 'Microsoft Planner'],
  ['905fcf26-4eb7-48a0-9ff0-8dcc7194b5ba', 'Sway'],
  ['2634dd23-5e5a-431c-81ca-11710d9079f4', 'Microsoft Stream Service'],
  ['4765445b-32c6-49b0-83e6-1d93765276ca', 'OfficeHome'],
]);

/** Other resources that policies name. */
export const otherApps: ReadonlyMap<string, string> = new Map([
  ['797f4846-ba00-4fd7-ba43-dac1f8f63013', 'Windows Azure Service Management API'],
  ['0000000a-0000-0000-c000-000000000000', 'Microsoft Intune'],
  ['d4ebce55-015a-49b5-a083-c84d1797ae8c', 'Microsoft Intune Enrollment'],
  ['00000003-0000-0000-c000-000000000000', 'Microsoft Graph'],
  ['9cdead84-a844-4324-93f2-b2e6bb768d07', 'Azure Virtual Desktop'],
  ['0af06dc6-e4b5-4f28-818e-e78e62d137a5', 'Windows 365'],
]);
