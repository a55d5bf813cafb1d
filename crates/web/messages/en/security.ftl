# What keeps accounts and personal data safe, beside credentials.ftl.
account-waits = Signing in is held up
account-waits-until = Many wrong tries from unknown devices: unknown devices may try again from { $until }. Devices in which the owner signed in before don't wait.
confirm-provider = Confirm again at { $name }
confirm-none = This account has no password or passkey to confirm with. Sign out, sign in again, and make the change within 10 minutes.
sessions-elsewhere = Besides here, the account is signed in at { $count } other places.
sessions-elsewhere-see = See each of them
refusal-second-unreadable = The server can't read the key of your authenticator app, so this code can't be checked. Old recovery codes no longer work either.
    .next = Sign in with a passkey if you have one. Otherwise ask the administrator of your agency for a recovery code, and set the authenticator app up again.
