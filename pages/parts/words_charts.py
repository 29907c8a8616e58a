"""What charts and selections say, in both languages: {key: (Ukrainian, English)}.

A text that counts has its plural forms: (1, 2–4, 5) in Ukrainian, (1, many) in English, chosen by the detail `n`.
"""

from __future__ import annotations

Text = str | tuple[str, ...]

CHART_WORDS: dict[str, tuple[Text, Text]] = {
    # --- spans and selections
    "span.school_year": ("{year} навчальний рік", "school year {year}"),
    "span.semester": ("{number} семестр {year}", "semester {number}, {year}"),
    "span.year": ("{year} рік", "{year}"),
    "span.quarter": ("{number} квартал {year} року", "quarter {number}, {year}"),
    "span.days": ("{start} – {end}", "{start} – {end}"),
    "selection.events": (("{n} захід", "{n} заходи", "{n} заходів"), ("{n} event", "{n} events")),
    "selection.of_rows": (("з {n} рядка", "з {n} рядків", "з {n} рядків"), ("of {n} row", "of {n} rows")),
    # --- shared
    "chart.empty": ("Поки що немає записів", "No records yet"),
    "chart.more": (("ще {n}", "ще {n}", "ще {n}"), ("{n} more", "{n} more")),
    "chart.events": ("Заходи", "Events"),
    "chart.score": ("Бал від 1 до 5", "Score, 1 to 5"),
    "chart.answers": (("{n} відповідь", "{n} відповіді", "{n} відповідей"), ("{n} answer", "{n} answers")),
    # --- directions
    "chart.over_time.about": ("Проведені заходи за місяцями, один масштаб", "Events held by month, one scale"),
    "chart.over_time.title": (
        (
            "Найбільше – {direction}: {n} захід",
            "Найбільше – {direction}: {n} заходи",
            "Найбільше – {direction}: {n} заходів",
        ),
        ("Most: {direction}, {n} event", "Most: {direction}, {n} events"),
    ),
    "chart.by_direction.about": ("Проведені заходи за напрямами", "Events held by direction"),
    "chart.by_direction.title": ("Найбільше заходів: {direction} – {number}", "Most events: {direction}, {number}"),
    "chart.partners_by_direction.about": ("Партнери за напрямами", "Partners by direction"),
    "chart.partners_by_direction.title": (
        "Найбільше партнерів: {direction} – {number}",
        "Most partners: {direction}, {number}",
    ),
    "chart.reach_by_direction.about": ("Учасники за напрямами", "Participants by direction"),
    "chart.reach_by_direction.title": (
        "Найбільше учасників: {direction} – {number}",
        "Most participants: {direction}, {number}",
    ),
    "chart.media_by_direction.about": ("Частка заходів, про які розповіли ЗМІ", "Share of events told of by the media"),
    "chart.media_by_direction.title": (
        "Найчастіше у ЗМІ: {direction} – {number}",
        "Most often in the media: {direction}, {number}",
    ),
    "chart.matrix.about": ("Проведені заходи: тип партнера і напрям", "Events held: partner type and direction"),
    "chart.matrix.title": (
        (
            "Найчастіше співпрацюємо: {type}; {n} порожня клітинка",
            "Найчастіше співпрацюємо: {type}; {n} порожні клітинки",
            "Найчастіше співпрацюємо: {type}; {n} порожніх клітинок",
        ),
        ("Most often with: {type}; {n} empty square", "Most often with: {type}; {n} empty squares"),
    ),
    "chart.activities.about": ("Заходи за видами діяльності напряму", "Events by activity of the direction"),
    "chart.activities.title": (
        ("{n} вид діяльності без заходів", "{n} види діяльності без заходів", "{n} видів діяльності без заходів"),
        ("{n} activity without events", "{n} activities without events"),
    ),
    "chart.activities.full": ("У кожному виді діяльності є заходи", "Every activity has events"),
    "activity.joint_projects": ("Спільні освітні проєкти", "Joint educational projects"),
    "activity.courses": ("Курси, тренінги, семінари", "Courses, trainings, seminars"),
    "activity.students": ("Студенти-волонтери", "Student volunteers"),
    "activity.with_culture": ("Заходи із закладами культури", "With cultural institutions"),
    "activity.creative_meetings": ("Творчі зустрічі й лекції", "Creative meetings and lectures"),
    "activity.exchange": ("Обмін досвідом", "Exchange of experience"),
    "activity.contests": ("Конкурси, фестивалі, виставки", "Contests, festivals, exhibitions"),
    "activity.social_projects": ("Соціальні проєкти з громадськими організаціями", "Social projects with NGOs"),
    "activity.charity": ("Благодійність", "Charity"),
    "activity.campaigns": ("Акції, екологічні ініціативи", "Campaigns, green initiatives"),
    "activity.volunteering": ("Волонтерські програми", "Volunteer programmes"),
    "activity.inclusion": ("Інклюзія", "Inclusion"),
    "activity.business_support": ("Підтримка бізнесу", "Support by business"),
    "activity.career_guidance": ("Профорієнтація", "Career guidance"),
    "activity.international_projects": ("Міжнародні проєкти й обміни", "International projects and exchanges"),
    "activity.foreign_partners": ("Заходи з іноземними закладами", "With foreign institutions"),
    # --- partners
    "chart.by_type.about": (
        "Партнери за типами; темніше – ті, з ким були заходи",
        "Partners by type; darker: with events",
    ),
    "chart.by_type.title": ("Найбільше партнерів: {name} – {n}", "Most partners: {name}, {n}"),
    "chart.documents.about": ("Партнери за станом документа", "Partners by the state of their document"),
    "chart.documents.title": (
        "Чинний документ мають {n} з {of} партнерів",
        "{n} of {of} partners have a document in force",
    ),
    "document.in_force": ("Чинний", "In force"),
    "document.ending": ("Невдовзі закінчується", "Ending soon"),
    "document.expired": ("Термін минув", "Expired"),
    "document.missing": ("Документа немає", "No document"),
    "document.unclear": ("Термін не вказано", "Term not stated"),
    "chart.most_active.about": ("Проведені заходи за партнерами", "Events held by partner"),
    "chart.most_active.title": (
        (
            "Найактивніший партнер: {name}, {n} захід",
            "Найактивніший партнер: {name}, {n} заходи",
            "Найактивніший партнер: {name}, {n} заходів",
        ),
        ("Most active partner: {name}, {n} event", "Most active partner: {name}, {n} events"),
    ),
    "chart.timeline.about": ("Заходи партнера; кільце – не проведено", "The partner's events; a ring was not held"),
    "chart.timeline.title": (
        ("{n} захід із цим партнером", "{n} заходи з цим партнером", "{n} заходів із цим партнером"),
        ("{n} event with this partner", "{n} events with this partner"),
    ),
    # --- events
    "chart.by_month.about": ("Проведені заходи за місяцями", "Events held by month"),
    "chart.by_month.title": ("Найбільше заходів: {month} – {number}", "Most events: {month}, {number}"),
    "chart.reach_by_month.about": ("Учасники за місяцями", "Participants by month"),
    "chart.reach_by_month.title": ("Найбільше учасників: {month} – {number}", "Most participants: {month}, {number}"),
    "chart.funds.about": ("Залучені кошти за місяцями, грн", "Funds raised by month, UAH"),
    "chart.funds.title": ("Найбільше коштів: {month} – {number}", "Most funds: {month}, {number}"),
    "chart.by_form.about": ("Проведені заходи за формами", "Events held by form"),
    "chart.by_form.title": ("Найчастіша форма: {name} – {n}", "Most frequent form: {name}, {n}"),
    "chart.by_level.about": ("Проведені заходи за рівнями", "Events held by level"),
    "chart.by_level.title": ("Найчастіший рівень: {name} – {n}", "Most frequent level: {name}, {n}"),
    "chart.by_service.about": ("Проведені заходи за службами", "Events held by service"),
    "chart.by_service.title": ("Найбільше заходів веде: {name} – {n}", "Most events: {name}, {n}"),
    "chart.by_responsible.about": ("Проведені заходи за відповідальними", "Events held by responsible person"),
    "chart.by_responsible.title": ("Найбільше заходів: {name} – {n}", "Most events: {name}, {n}"),
    "chart.unplanned.about": ("Проведено поза планом, за типами партнерів", "Held outside the plan, by partner type"),
    "chart.unplanned.title": ("Найбільше поза планом: {name} – {n}", "Most outside the plan: {name}, {n}"),
    "chart.reach.about": ("Учасники проведених заходів, осіб", "People at the events held"),
    "chart.reach.title": (("{n} учасник", "{n} учасники", "{n} учасників"), ("{n} participant", "{n} participants")),
    "chart.reach.inexact": (
        ("ще {n} захід неточно", "ще {n} заходи неточно", "ще {n} заходів неточно"),
        ("{n} more event inexactly", "{n} more events inexactly"),
    ),
    "who.participants": ("Усі учасники", "All participants"),
    "who.children": ("Діти", "Children"),
    "who.adults": ("Дорослі", "Adults"),
    "who.inclusive_children": ("Діти з ООП", "Children with special needs"),
    "who.volunteers": ("Волонтери", "Volunteers"),
    "chart.states.about": ("Заходи за станом і місяцями", "Events by state and month"),
    "chart.states.title": (
        ("Проведено {held} з {n} заходу", "Проведено {held} з {n} заходів", "Проведено {held} з {n} заходів"),
        ("{held} of {n} event held", "{held} of {n} events held"),
    ),
    "chart.calendar.about": ("Заходи за днями: що темніше, то більше", "Events by day: the darker, the more"),
    "chart.calendar.title": (
        (
            "Найбільше за день: {day}, {n} захід",
            "Найбільше за день: {day}, {n} заходи",
            "Найбільше за день: {day}, {n} заходів",
        ),
        ("Busiest day: {day}, {n} event", "Busiest day: {day}, {n} events"),
    ),
    "chart.calendar_month.about": ("Заходи за днями місяця", "Events by day of the month"),
    "chart.calendar_month.title": (
        ("{month}: {n} захід", "{month}: {n} заходи", "{month}: {n} заходів"),
        ("{month}: {n} event", "{month}: {n} events"),
    ),
    # --- evaluations
    "chart.criteria.about": (
        "Середній бал і розкид; порожній кружок – менше п’яти відповідей",
        "Mean score and spread; an open circle: fewer than five answers",
    ),
    "chart.criteria.title": ("Найслабший критерій: {criterion} – {mean}", "Weakest criterion: {criterion}, {mean}"),
    "chart.against_centre.about": (
        "Бали партнера; риска – середнє по центру",
        "The partner's scores; the short line is the centre's mean",
    ),
    "chart.against_centre.title": (
        (
            "{n} критерій нижче середнього по центру",
            "{n} критерії нижче середнього по центру",
            "{n} критеріїв нижче середнього по центру",
        ),
        ("{n} criterion below the centre's mean", "{n} criteria below the centre's mean"),
    ),
    "chart.change.about": (
        "Середній бал; риска – попередній семестр",
        "Mean score; the short line is the semester before",
    ),
    "chart.change.title": ("Найбільше знизився: {criterion}, на {change}", "Fell most: {criterion}, by {change}"),
    "chart.change.steady": ("Жоден критерій не знизився", "No criterion fell"),
    "chart.gaps.about": ("Де думки груп розходяться найбільше", "Where groups disagree most"),
    "chart.gaps.title": ("Найбільша розбіжність: {criterion}, {gap} бала", "Widest gap: {criterion}, {gap} points"),
    "chart.criteria_by_direction.about": (
        "Середній бал · скільки відповідей, за напрямами",
        "Mean score · how many answers, by direction",
    ),
    "chart.criteria_by_direction.title": (
        "Найнижче: {criterion}, {name} – {mean} ({answers})",
        "Lowest: {criterion}, {name}, {mean} ({answers})",
    ),
    "chart.criteria_by_group.about": (
        "Середній бал · скільки відповідей, за групами",
        "Mean score · how many answers, by group",
    ),
    "chart.criteria_by_group.title": (
        "Найнижче: {criterion}, {name} – {mean} ({answers})",
        "Lowest: {criterion}, {name}, {mean} ({answers})",
    ),
    "chart.documents_said.about": (
        "Оцінка критерію «Документи» не збігається зі станом документа",
        "The score for documents and the document itself disagree",
    ),
    "chart.documents_said.title": (
        ("{n} партнер із розбіжністю", "{n} партнери з розбіжністю", "{n} партнерів із розбіжністю"),
        ("{n} partner where they disagree", "{n} partners where they disagree"),
    ),
    # --- plan
    "chart.plan_by_type.about": ("Рядки плану за типами установ", "Plan rows by type of institution"),
    "chart.plan_by_type.title": ("Виконано {n} з {of} рядків плану", "{n} of {of} plan rows done"),
    "chart.plan_by_direction.about": ("Рядки плану за напрямами", "Plan rows by direction"),
    "chart.plan_by_direction.title": ("Виконано {n} з {of} рядків плану", "{n} of {of} plan rows done"),
    "plan.done": ("виконано", "done"),
    "plan.held": ("захід відбувся", "event held"),
    "plan.ahead": ("попереду", "ahead"),
    "plan.late": ("запізнюється", "late"),
    # --- the six figures
    "figure.events": ("Заходи проведено", "Events held"),
    "figure.partners": ("Партнери у справі", "Partners at work"),
    "figure.people": ("Учасники", "Participants"),
    "figure.documents": ("Документи чинні", "Documents in force"),
    "figure.funds": ("Залучено коштів", "Funds raised"),
    "figure.score": ("Середній бал", "Mean score"),
    "figure.before": ("проти тих самих днів рік тому", "against the same days a year ago"),
    "uncounted.no-kind": ("без виду документа", "no kind of document"),
    # --- what needs attention
    "attention.documents-expired": (
        ("{n} документ уже не діє", "{n} документи вже не діють", "{n} документів уже не діють"),
        ("{n} document has ended", "{n} documents have ended"),
    ),
    "attention.documents-ending": (
        (
            "{n} документ закінчується за {days} днів",
            "{n} документи закінчуються за {days} днів",
            "{n} документів закінчуються за {days} днів",
        ),
        ("{n} document ends within {days} days", "{n} documents end within {days} days"),
    ),
    "attention.events-without-document": (
        (
            "{n} партнер має заходи, а документа немає",
            "{n} партнери мають заходи, а документа немає",
            "{n} партнерів мають заходи, а документа немає",
        ),
        ("{n} partner has events and no document", "{n} partners have events and no document"),
    ),
    "attention.empty-direction": ("{direction}: жодного заходу", "{direction}: no events"),
    "attention.thinning-direction": (
        (
            "{direction}: {n} захід, рік тому було {before}",
            "{direction}: {n} заходи, рік тому було {before}",
            "{direction}: {n} заходів, рік тому було {before}",
        ),
        ("{direction}: {n} event, {before} a year ago", "{direction}: {n} events, {before} a year ago"),
    ),
    "attention.planned-not-held": (
        (
            "{n} захід досі «заплановано», хоча дата минула",
            "{n} заходи досі «заплановано», хоча дата минула",
            "{n} заходів досі «заплановано», хоча дата минула",
        ),
        ("{n} past event is still “planned”", "{n} past events are still “planned”"),
    ),
    "attention.low-criterion": (
        (
            "{criterion}: {mean} з 5, {n} відповідь",
            "{criterion}: {mean} з 5, {n} відповіді",
            "{criterion}: {mean} з 5, {n} відповідей",
        ),
        ("{criterion}: {mean} of 5, {n} answer", "{criterion}: {mean} of 5, {n} answers"),
    ),
    "attention.no-career-guidance": ("Немає жодного профорієнтаційного заходу", "No career guidance events"),
    "attention.silent-partners": (
        (
            "{n} партнер із чинним документом мовчить понад {days} днів",
            "{n} партнери з чинним документом мовчать понад {days} днів",
            "{n} партнерів із чинним документом мовчать понад {days} днів",
        ),
        (
            "{n} partner with a document in force has been silent over {days} days",
            "{n} partners with a document in force have been silent over {days} days",
        ),
    ),
    "attention.nothing-for-older": ("Жоден захід не названо для старшокласників", "No event is named for older pupils"),
    "attention.held-not-evaluated": (
        (
            "{n} проведений захід ніхто не оцінив",
            "{n} проведені заходи ніхто не оцінив",
            "{n} проведених заходів ніхто не оцінив",
        ),
        ("Nobody evaluated {n} event", "Nobody evaluated {n} events"),
    ),
    "attention.cells-not-understood": (
        ("{n} клітинку не зрозуміли", "{n} клітинки не зрозуміли", "{n} клітинок не зрозуміли"),
        ("{n} cell was not understood", "{n} cells were not understood"),
    ),
}
