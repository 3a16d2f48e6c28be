/**
 * Roles of Azure that let whoever has them take over what they are granted on. Source: "Azure built-in
 * roles" (role definition ids). `control`: grants access to others or changes everything.
 */
export interface AzureRole {
  readonly id: string;
  readonly name: string;
  readonly weight: 'control' | 'change' | 'data';
}

const role = (weight: AzureRole['weight'], id: string, name: string): AzureRole => ({
  id,
  name,
  weight,
});

export const azureRoles: readonly AzureRole[] = [
  role('control', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner'),
  role('control', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator'),
  role('control', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168', 'Role Based Access Control Administrator'),
  role('change', 'b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor'),
  role('change', '9980e02c-c2be-4d73-94e8-173b1dc7cf3c', 'Virtual Machine Contributor'),
  role('change', '1c0163c0-47e6-4577-8991-ea5c82e286e4', 'Virtual Machine Administrator Login'),
  role('change', 'f353d9bd-d4a6-484e-a77a-8050b599b867', 'Automation Contributor'),
  role('change', '87a39d53-fc1b-424a-814c-f7e04687dc9e', 'Logic App Contributor'),
  role('change', 'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59', 'Managed Identity Contributor'),
  role('change', 'fb1c8493-542b-48eb-b624-b4c8fea62acd', 'Security Admin'),
  role('data', '00482a5a-887f-4fb3-b363-3b7fe8e74483', 'Key Vault Administrator'),
  role('data', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7', 'Key Vault Secrets Officer'),
  role('data', '4633458b-17de-408a-b874-0445c86b69e6', 'Key Vault Secrets User'),
  role('data', 'f25e0fa2-a7c8-4377-a976-54943a77a395', 'Key Vault Contributor'),
  role('data', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', 'Storage Blob Data Owner'),
  role('data', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe', 'Storage Blob Data Contributor'),
  role('data', '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', 'Storage Blob Data Reader'),
  role('data', '17d1049b-9a84-46fb-8f53-869881c3d3ab', 'Storage Account Contributor'),
]; // prettier-ignore
