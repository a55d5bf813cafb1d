# The first page and the pages about the site itself.
home-title = What do you need to do?
home-lead = Find a procedure, file once, follow every step, and receive the result where you choose, in any commune of the province.
home-search = Find an administrative procedure
    .hint = For example: birth registration, marriage, land certificate, household business. Vietnamese works with or without diacritics.
home-track = Where is my dossier?
    .text = The dossier’s code and the registered telephone number are enough; no need to sign in.
home-hello = Hello { $name }
home-officer = You are signed in with an official account.
home-mine = My dossiers
    .text = See what you filed, your drafts, and your results.
home-sign-in = Have an account?
    .text = Sign in to file online, use papers again that you handed in before, and receive electronic results.
home-events = What people often need
life-birth = A child is born
life-marriage = Marriage and family
life-residence = Residence and identity
life-land = Land and building
life-papers = Certified copies and papers
life-business = Business
life-support = Support and work
life-death = When somebody dies
home-all = { $count ->
        [one] See the one procedure
       *[other] See all { $count } procedures
    }
home-figures = How the province serves
home-how = How it works
home-how-1 = File anywhere
    .text = Online, or at any of the province’s { $count } public administration service centres. The competent agency settles it.
home-how-2 = Know who has it
    .text = Every step names who is in charge, the deadline, and the working time left.
home-how-3 = Receive the result as you choose
    .text = As an electronic document, at a centre near you, or by post.
home-online = { $online } of { $count } procedures can be filed online.

help-title = Help
help-lead = What people often ask.
help-1 = How do I file?
    .text = Find the procedure, see which papers are needed, choose “File online” and follow the steps. A draft is kept at every step; you can stop and go on later.
help-2 = What if I have no computer or telephone?
    .text = Go to any public administration service centre of a commune, ward or the province. The officer takes in your papers, scans them and returns the originals.
help-3 = How do I know where my dossier is?
    .text = Open “Track a dossier” and enter its code and the registered telephone number. Signed in, “My dossiers” tells more.
help-4 = How is the time limit counted?
    .text = In working hours, from when the valid dossier was received. Days off and holidays do not count. While we wait for papers from you, the clock stands.
help-5 = What if it is late?
    .text = The agency must apologise in writing, give the reason and make one new appointment. You always see the first deadline, the new appointment, and by how much it is late.
help-6 = Do you need somebody to guide you?
    .text = Call or visit the nearest public administration service centre. Help in ethnic languages is available there.

accessibility-title = Accessibility
accessibility-lead = This site is made for everybody, on cheap telephones and slow lines.
accessibility-1 = Standard
    .text = The site is designed to WCAG 2.2 level AA: it works by keyboard, with screen readers, zoomed to 400%, and no meaning hangs on colour alone.
accessibility-2 = No JavaScript needed
    .text = Everything works with JavaScript switched off. With it, drafts are kept while you type.
accessibility-3 = Light
    .text = The first visit loads less than 100 KB, fonts included.
accessibility-4 = Is something hard to use?
    .text = Tell the public administration service centre. We answer within 10 working days.

privacy-title = Personal data
privacy-lead = We ask only for what is needed to settle a dossier, and write down who has looked at it.
privacy-1 = What is it used for?
    .text = What you tell us is used to settle the procedure that you asked for, as the law requires of state agencies. It is used for nothing else without your consent.
privacy-2 = Who may see it?
    .text = Only officers of the agencies that receive and settle the dossier. Whoever tracks it by code and telephone sees no names or papers.
privacy-3 = How long is it kept?
    .text = Dossiers are kept as the rules of archiving say. Drafts that were not filed can be deleted at any time.
privacy-4 = Your rights
    .text = You may see your data, have it corrected, and ask that its processing be restricted. Requests are answered within 2 working days.
privacy-5 = Cookies
    .text = Only those that are needed: to keep you signed in, to prevent forged requests, and to remember the language. No tracking, no advertising.
privacy-6 = Legal basis
    .text = Law on Personal Data Protection 91/2025/QH15 and its guiding documents.
