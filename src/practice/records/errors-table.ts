/**
 * Sign-in errors: the reason as the portal writes it, and the name that the unified audit log has
 * for it (LogonError). "Microsoft Entra authentication and authorization error codes".
 */
export interface SignInError {
  readonly reason: string;
  readonly logon: string;
  readonly interrupt: boolean;
}

const interrupt = (reason: string, logon: string): SignInError => ({
  reason,
  logon,
  interrupt: true,
});
const failure = (reason: string, logon: string): SignInError => ({
  reason,
  logon,
  interrupt: false,
});

export const signInErrors: Readonly<Record<number, SignInError>> = {
  50034: failure('The user account {EmailHidden} does not exist in the directory. To sign into this application, the account must be added to the directory.', 'UserAccountNotFound'),
  50053: failure("The account is locked, you've tried to sign in too many times with an incorrect user ID or password.", 'IdsLocked'),
  50055: interrupt('The password is expired.', 'InvalidPasswordExpiredPassword'),
  50057: failure('The user account is disabled.', 'UserDisabled'),
  50058: interrupt('Session information is not sufficient for single-sign-on.', 'UserInformationNotProvided'),
  50074: interrupt('Strong Authentication is required.', 'UserStrongAuthClientAuthNRequiredInterrupt'),
  50076: interrupt('Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.', 'UserStrongAuthClientAuthNRequired'),
  50097: interrupt('Device authentication is required.', 'DeviceAuthenticationRequired'),
  50125: interrupt('Sign-in was interrupted due to a password reset or password registration entry.', 'PasswordResetRegistrationRequiredInterrupt'),
  50126: failure('Error validating credentials due to invalid username or password.', 'InvalidUserNameOrPassword'),
  50140: interrupt("This error occurred due to 'Keep me signed in' interrupt when the user was signing-in.", 'KmsiInterrupt'),
  50173: failure('The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.', 'FreshTokenNeeded'),
  50199: interrupt('For security reasons, user confirmation is required for this request.', 'CmsiInterrupt'),
  500121: failure('Authentication failed during strong authentication request.', 'AuthenticationFailedSasError'),
  65001: interrupt('The user or administrator has not consented to use the application.', 'DelegationDoesNotExist'),
  700082: failure('The refresh token has expired due to inactivity.', 'ExpiredOrRevokedGrantInactiveToken'),
}; // prettier-ignore
