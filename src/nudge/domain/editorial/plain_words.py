"""Words that are no plain words: jargon, and idioms that a second-language speaker stumbles over."""

from __future__ import annotations

JARGON = """
    transformation*, key account*, next level, capabilit*, role-model*, role model*, hybrid, engagement
    purpose-driven, customer-centric, people-centric, governance, escalat*, deep-dive*, granular, cadence
    loop in, unpack*, lean in, double down, level up, drill down, high-performing, high performer*
    low performer*, top performer*, talent management, pipeline*, enablement, mission-critical
    thought partner*, sparring partner*, safe space*, hold space, holding space, growth edge*, inner work
    show up as, authentic*, wellness, self-aware*, reframe*, reframing, somatic, embod*
    servant leadership, value chain*, business case*, lessons learned, sweet spot, deep work
    mission and vision, vision and mission, change curve, comfort-zone*, stakeholder map*
    psychological contract, bias for action, high-impact, results-driven, outcome-based, cross-pollinat*
    ramp up, scale up, roll out, rollout, deprioriti*, de-prioriti*, reprioriti*, leverag*, synerg*
    stakeholder*, KPI*, OKR*, ROI, SMART goal*, bandwidth, deep dive*, underutili*, company values
    touch base, circle back, reach out, alignment, aligned, misaligned, aligning, actionable, action item*
    action point*, deliverable*, empower*, disempower*, growth mindset, mindset*, psychological safety
    psychologically safe, emotional intelligence, self-actuali*, limiting belief*, move the needle
    value add, value-add*, value proposition*, going forward, moving forward with, best practice*
    learnings, key takeaway*, pain point*, comfort zone*, skill set*, skillset*, soft skill*
    imposter syndrome, impostor syndrome, work-life balance, work life balance, work/life balance
    paradigm*, holistic*, ecosystem*, roadmap*, road map, buy-in, buy in, bottom line, scalab*, proactive*
    impactful, utilise*, utilize*, facilitat*, stretch goal*, stretch assignment*, authentic self
    best self, accountabilit*, operationali*, streamlin*, onboard*, upskill*, reskill*, direct report*
    headcount, human resource*, human capital, performance review*, performance management
    performance appraisal*, talent pipeline*, succession plan*, C-suite, executive presence
    thought leader*, personal brand*, core value*, core competenc*, competenc*, mission statement*
    north star, leadership journey, your journey, blocker*, roadblock*, pushback, stakeholder management
    cross-functional*, cross functional*, end-to-end, touchpoint*, touch point*, use case*, go-to-market
    time-box*, timebox*, low-hanging, quick win*, win-win, game changer*, game-changer*, synergistic
    strategic*, strategise*, strategize*, agile, scrum, backlog*, sprint*, retro, retrospective*, kanban
    iterat*, pivot*, disrupt*, optimise*, optimize*, maximise*, maximize*, prioritisation, prioritization
    visibility, ownership, servant leader*, situational leadership, self-care, me-time, trigger*, toxic
    gaslight*, boundaries, inner child, inner critic, vulnerability, resilien*, mindful*
    change management, change agent*, change fatigue, burning platform, restructuring, rightsiz*, downsiz*
    career path*, career ladder*, career trajector*, skip-level*, one-on-one framework, radical candor
    feedback culture, micromanag*, micro-manag*, team building, team-building, offsite*, check the box
    ideat*, brainstorm*, whitepaper*, benchmark*, metric*, work stream*, workstream*, swim lane*, silo
    silos, siloed, span of control, matrix organisation
"""
"""Words of management, consulting and therapy that people at work read past, or hide behind."""

IDIOMS = """
    balls in the air, singing from, same sheet, same hymn, gets on your nerves, get on your nerves,
    out on a limb, push came to shove, push comes to shove, shoulders do you stand, jump* to conclusions
    long shot, against all odds, at loggerheads, back to the wall, barking up, dead horse
    best of both worlds, best foot forward, on board with, by the book, by the skin, call it a day
    carry the can, change of heart, close call, full circle, come to grips, come to terms
    crossed the line, cross the line, cutting edge, draw the line, dig in your heels, dig your heels
    down to earth, draw a blank, easier said than done, humble pie, eat your words, through the cracks
    by the wayside, feel the heat, big shoes, find your feet, fish out of water, flying blind, game plan
    off the ground, under your skin, act together, grasp the nettle, gut instinct, half the battle
    hang in there, heat of the moment, hit the nail, hold the fort, hold your own, in good hands
    in the dark, in the hot seat, in the long run, iron out, bandwagon, through hoops, keep your cool
    chin up, two birds, the ropes, lay your cards, cards on the table, the reins, light at the end
    lose your cool, lose face, save face, make ends meet, make your mark, middle ground, miss the mark
    moment of truth, new leaf, no-brainer, no strings, nuts and bolts, off the cuff, off the hook
    on a roll, cloud nine, on the ball, on the line, your own two feet, out of hand, over the moon
    pass the buck, pat on the back, lip service, pick up the pieces, second fiddle, pull the plug
    pull the rug, punch above, cart before, put words in, put yourself out there, raise eyebrows
    end of your rope, laurels, ring true, rings true, rough edges, round the clock, rub* you the wrong
    rub* people the wrong, run its course, see the light, set in stone, set the tone, shift gears
    from the hip, short end, sit tight, smooth sailing, snowed under, clean slate, stepping stone*
    stir the pot, strike a balance, take a stand, take stock, the bull by, high road, talk shop
    think on your feet, under the bus, loose ends, tip the scales, toe the line, tough cookie
    turn the tables, turn the tide, under fire, under your belt, up to speed, up your sleeve, tightrope
    wash your hands, weather the storm, wake-up call, dust settles, wild goose, flying colours
    work like a charm, worlds apart, writing on the wall, worst enemy, on the same wavelength
    same wavelength, swallow your pride, take it personally, tie the knot, up against it, keep tabs
    ahead of the game, walk in the park, steep hill, over the line, bring home, hard feelings
    the bright side, put a foot wrong, go to the wall, stand your corner, the lion's share, lion’s share
    last legs, pull together, kick yourself, kicking yourself, heart of the matter, in one ear
    nose to the grindstone, grindstone, a leg to stand, pecking order, cross to bear, thin end
    throw your weight, weight around, at arm's length, arm’s length, elephant in the room
    ball in your court, ball is in, keep* you up at night, keeping you up, up at night, bite the bullet
    think outside the box, outside the box, on the same page, hit the ground running, drop* the ball
    wear* many hats, many hats, which hat, in their shoes, in your shoes, in her shoes, in his shoes
    walk a mile, push the envelope, back burner, eggshell*, under the weather, cut corners
    cutting corners, in the loop, out of the loop, on your plate, full plate, off your plate
    in a nutshell, rule of thumb, out of the blue, extra mile, pull* your weight, pull* their weight
    hands are tied, hands tied, kick* ass, piece of cake, break the ice, get the ball rolling
    ball rolling, rock the boat, last straw, burn* the candle, both ends, put your foot down
    foot in the door, stick* your neck out, cross that bridge, sugarcoat*, sugar-coat*, read the room
    lose sleep, losing sleep, make or break, hold your horses, off the top of your head, top of mind
    on top of things, up in the air, out of your depth, head above water, throw in the towel
    call* the shots, blind eye, eye to eye, face the music, bend over backwards, gut feeling, gut tell*
    trust your gut, in your gut, light bulb moment, lightbulb*, aha moment, a-ha moment, sleep on it
    in the same boat, steer the ship, hats off, pick* your brain, silver lining, tip of the iceberg
    uphill battle, cup of tea, magic wand, cherry on, blood and sweat, wheelhouse, thick skin, thin skin
    jump ship, jump the gun, let off steam, blow off steam, bottle* up, bottled up, on thin ice
    hot potato, hot water, cold feet, cold shoulder, red flag*, green light, red tape, grey area
    gray area, black and white, big picture, bigger picture, helicopter view, bird's-eye view
    bird’s-eye view, blind spot*, ballpark, curveball*, slam dunk, touch and go, sink or swim
    swim against, against the tide, go with the flow, in the zone, in the weeds, down the road
    down the line, fork in the road, at a crossroads, crossroads, on the fence, fence-sitting, low point
    rock bottom, square one, drawing board, from scratch, raise the bar, set the bar, lower the bar
    ahead of the curve, behind the curve, learning curve, take a back seat, back seat, driving seat
    driver's seat, driver’s seat, run out of steam, running on empty, out of gas, recharge* your batter*
    recharge, your batteries, wear* thin, wears you down, weigh* on you, weigh* you down, heavy heart
    on your shoulders, chip on, shoulder to lean, lend a hand, hand in hand, get a grip, let it slide
    let slide, sweep* under, under the rug, under the carpet, tough nut, nut to crack, hard pill
    bitter pill, skeleton*, can of worms, devil's advocate, devil’s advocate, devil is in, double-edged
    two-edged, get your head around, wrap your head, wrap your mind, head around, over your head
    in over your, bury the hatchet, clear the air, thin air, play it by ear, play by ear, ring a bell
    rings a bell, spill the beans, bring to the table, brings to the table, bring to the party
    put on the table, under the table, hit a wall, hit the wall, hitting a wall, brick wall
    take the plunge, dive in, dip your toe, test the waters, in deep water, make waves
    water under the bridge, burn bridges, build bridges, move mountains, climb the ladder
    corporate ladder, rat race, hamster wheel, keep an eye on, turn a corner, turned a corner
    miss the boat, hit home, strikes a chord, strike a chord, in tune with, move the goalposts, goalposts
    level playing field, playing field, home run, touchdown, step up to the plate, up to the plate
    pushed your buttons, push* your buttons, makes you tick, make you tick, fire in the belly
    light your fire, lights your fire, lights you up, set your heart, wear your heart
    heart on your sleeve, close to your heart, close to the heart, light a fire, put out fires
    putting out fires, fighting fires, fight fires, firefight*, plates spinning, spinning plates, juggl*
    drop in the ocean, needle in a, cut to the chase, beat around the bush, get to the bottom
    bottom of it, all ears, take with a grain, grain of salt, pinch of salt, in hot water, walk the talk
    walk the walk, talk the talk, practise what you preach, bite off more, more than you can chew
    spread too thin, stretched thin, spread thin, snowball*, domino effect, butterfl*, nip in the bud
    cold turkey, stick to your guns, bite your tongue, bit your tongue, hold your tongue
    tip of your tongue, lost for words, speak your mind, give a piece, between a rock, hard place
    hit a nerve, touch a nerve, raw nerve, sore spot, knee-jerk, hit pause, hit the pause, press pause
    fast forward, rewind the tape, on autopilot, autopilot, in the driver, connect the dots, join the dots
    food for thought, open the door to, open doors for, open door policy, glass ceiling, own the room
    wing it, winging it, pull strings, pulling strings, string along, cut some slack
    cut yourself some slack, take the wheel, behind the wheel, in the spotlight, out of the woods
    fit the bill, foot the bill, stand your ground, common ground, gain ground, losing ground, lose ground
    lay the groundwork, paint yourself, corner the market, leap of faith, baby steps
"""
"""Figures of speech that mean something else than their words say."""
