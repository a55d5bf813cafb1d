# Administration: the hub, agencies, villages, calendars.
nav-administration = Administration
administration-lead = What the whole system rests on is set up and kept here. Every change is entered in the ledger: who, when, from what to what.
administration-none = There are no rooms of administration yet.
administration-rooms = Rooms of administration
refusal-administrators-only = This page is only for administrators.
    .next = To change particulars of an agency, a calendar or permissions, ask the province's administrator.
