/**
 * Directory roles that matter in an intrusion (W-25), by template id. Source: "Microsoft Entra built-in
 * roles" (template ids, and which are labelled privileged) and "Securing privileged access: roles". The
 * logs also have older names: Company Administrator is Global Administrator.
 *
 * Tier 0 can make itself Global Administrator or already is; tier 1 controls accounts, devices, mail,
 * files or the protection of a part of the tenant. Every other role is ordinary.
 */
export interface DirectoryRole {
  readonly templateId: string;
  readonly names: readonly string[];
  readonly tier: 0 | 1;
}

const role = (tier: 0 | 1, templateId: string, ...names: readonly string[]): DirectoryRole => ({
  tier,
  templateId,
  names,
});

export const directoryRoles: readonly DirectoryRole[] = [
  role(0, '62e90394-69f5-4237-9190-012177145e10', 'Global Administrator', 'Company Administrator', 'TenantAdmins'),
  role(0, 'e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'),
  role(0, '7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator'),
  role(0, '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'),
  role(0, '158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'),
  role(0, '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', 'Hybrid Identity Administrator'),
  role(0, 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator'),
  role(0, '194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator'),
  role(0, '3a2c62db-5318-420d-8d74-23affee5d9d5', 'Intune Administrator', 'Intune Service Administrator'),
  role(0, 'be2f45a1-457d-42af-a067-6ec1fa63bc45', 'External Identity Provider Administrator'),
  role(0, '8329153b-31d0-4727-b945-745eb3bc5f31', 'Domain Name Administrator'),
  role(0, 'd29b2b05-8046-44ba-8758-1e26182fcf32', 'Directory Synchronization Accounts'),
  role(0, 'a92aed5d-d78a-4d16-b381-09adb37eb3b0', 'On Premises Directory Sync Account'),
  role(0, '9360feb5-f418-4baa-8175-e2a00bac4301', 'Directory Writers'),
  role(0, '4ba39ca4-527c-499a-b93d-d9b492c50246', 'Partner Tier1 Support'),
  role(0, 'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8', 'Partner Tier2 Support'),
  role(1, 'c4e39bd9-1100-46d3-8c65-fb160da0071f', 'Authentication Administrator'),
  role(1, '0526716b-113d-4c15-b2c8-68e3c22b9f80', 'Authentication Policy Administrator'),
  role(1, '25a516ed-2fa0-40ea-a2d0-12923a21473a', 'Authentication Extensibility Administrator'),
  role(1, 'fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator', 'User Account Administrator'),
  role(1, '29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator', 'Exchange Service Administrator'),
  role(1, '31392ffb-586c-42d1-9346-e59415a2cc4e', 'Exchange Recipient Administrator'),
  role(1, 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 'SharePoint Administrator', 'SharePoint Service Administrator'),
  role(1, '69091246-20e8-4a56-aa4d-066075b2a7a8', 'Teams Administrator', 'Teams Service Administrator'),
  role(1, '729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator'),
  role(1, '966707d0-3269-4727-9be2-8c3a10f19b9d', 'Password Administrator'),
  role(1, 'fdd7a751-b60b-444a-984c-02652fe8fa1c', 'Groups Administrator'),
  role(1, '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e', 'Identity Governance Administrator'),
  role(1, '7698a772-787b-4ac8-901f-60d6b08affd2', 'Cloud Device Administrator'),
  role(1, '9f06204d-73c1-4d4c-880a-6edb90606fd8', 'Microsoft Entra Joined Device Local Administrator', 'Azure AD Joined Device Local Administrator', 'Device Administrators'),
  role(1, '17315797-102d-40b4-93e0-432062caca18', 'Compliance Administrator'),
  role(1, '892c5842-a9a6-463a-8041-72aa08ca3cf6', 'Cloud App Security Administrator'),
  role(1, '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f', 'Security Operator'),
  role(1, 'aaf43236-0c0d-4d5f-883a-6955382ac081', 'B2C IEF Keyset Administrator'),
  role(1, '11648597-926c-4cf3-9c36-bcebb0ba8dcc', 'Power Platform Administrator'),
]; // prettier-ignore
