# What keeps accounts and personal data safe, beside credentials.ftl.
account-waits = Signing in is held up
account-waits-until = Many wrong tries from unknown devices: unknown devices may try again from { $until }. Devices in which the owner signed in before don't wait.
confirm-provider = Confirm again: { $name }
confirm-none = This account has no password or passkey to confirm with. Sign out, sign in again, and make the change within 10 minutes.
sessions-elsewhere = Besides here, the account is signed in at { $count } other places.
sessions-elsewhere-see = See each of them
refusal-second-unreadable = The server can't read the key of your authenticator app, so this code can't be checked. Old recovery codes no longer work either.
    .next = Sign in with a passkey if you have one. Otherwise ask the administrator of your agency for a recovery code, and set the authenticator app up again.
failure-title-level = Sign in at level 2
account-level-simulated = The demonstration takes it for level 2
account-rooms = The rooms of your account
account-room-data-title = What is held about you, who looked at it, corrections, a copy.
account-room-security-title = Password, passkeys, where you are signed in.
account-room-nav-my-documents = Papers and results to use again when you file.
account-room-nav-my-dossiers = What you filed, and drafts.
account-room-authorisations = Let others file, follow or receive for you.
account-room-staff-form-delegate = Let somebody act in your position for a time.
account-room-look-ups-title = Who of yours looked up population data, and for what.
account-room-glass-title = See a dossier outside your scope at once, with a reason.
account-room-admin-glass = Who opened dossiers that your agency settles.

refusal-registering-is-the-provinces = New accounts are made by an administrator of the province.
    .next = Ask the administrator of the province for the account and its first position; after that your agency keeps it.
