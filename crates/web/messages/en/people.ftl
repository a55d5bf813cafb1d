# Signing in, accounts.
sign-in-lead = Use the name and password that you were given.
sign-in-login = Sign-in name
sign-in-password = Password
signed-out = You are signed out.
samples-title = Sample sign-ins
samples-lead = This demonstration lets you in with one click, as a citizen or an officer. Everybody here is made up.
samples-commune = Officers of the commune
samples-choose = Show
samples-citizens = Citizens
samples-province = Province: leaders, administrators, departments
account-lead = What the system knows about you; it fills in forms when you file.
account-positions = Positions
refusal-sign-in-wrong = The name or the password is wrong.
    .next = Check Caps Lock and the keyboard’s language and try again. If you have forgotten your password, contact the public administration service centre.
problem-login-missing = Enter your sign-in name.
problem-password-missing = Enter your password.
