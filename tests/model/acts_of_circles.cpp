// Groups, members, retention; and keys handed out as they must not be.
#include "tests/model/acts.hpp"

namespace model {

using namespace protocol;

namespace {

std::optional<DeviceNumber> officer(World& world) {
    const auto devices = at_work_for(world, dmr);
    return devices.empty() ? std::nullopt : std::optional(world.dice.pick(devices));
}

bool declared(World& world, DeviceNumber author, Claim claim, const std::string& what) {
    const bool done = world.declare(author, std::move(claim)).has_value();
    if (done) world.tell(world.name(author) + ": " + what);
    return done;
}

MemberClaim status_claim(const World& world, const std::string& state, MemberClaim::Status status) {
    const auto found = world.cast.member_entries.find(state);
    const auto last = found == world.cast.member_entries.end() ? std::nullopt : std::optional(found->second);
    return {.member = Member::parse(state).value(), .status = status, .replaces = last};
}

std::vector<std::string> readers(const World& world) {
    std::vector<std::string> out;
    for (const auto& [handle, person] : world.cast.people)
        if (person.is_reader() && world.reference.in_term(handle)) out.push_back(handle);
    return out;
}

}  // namespace

bool act::join_or_leave(World& world) {
    const auto state = world.dice.pick(world.cast.states);
    const auto group = world.dice.pick(world.cast.groups);
    const auto devices = at_work_for(world, state);
    if (devices.empty()) return false;
    const bool joined = world.state().find_circle(circle_named(group))->joined.contains(Member::parse(state).value());
    const auto action = joined ? CircleClaim::Action::leave : CircleClaim::Action::join;
    const CircleClaim claim{.circle = circle_named(group), .action = action, .history = true};
    if (!declared(world, world.dice.pick(devices), claim, state + (joined ? " leaves " : " joins ") + group)) return false;
    world.reference.group_joined(group, state, !joined);
    return true;
}

bool act::admit(World& world) {
    const auto author = officer(world);
    const auto people = readers(world);
    if (!author || people.empty()) return false;
    const auto group = world.dice.pick(world.cast.groups);
    const auto person = world.dice.pick(people);
    const auto days = static_cast<std::int64_t>(1 + world.dice.below(60));
    const auto until = world.dice.chance(50) ? for_ever : world.now() + days * day_s;
    const CircleClaim claim{.circle = circle_named(group), .action = CircleClaim::Action::admit, .history = true,
                            .person = handle_named(person), .until = until == for_ever ? std::nullopt : std::optional(until)};
    if (!declared(world, *author, claim, group + " admits " + person)) return false;
    world.reference.person_admitted(group, person, until);
    return true;
}

bool act::dismiss(World& world) {
    const auto author = officer(world);
    const auto group = world.dice.pick(world.cast.groups);
    const auto& admitted = world.state().find_circle(circle_named(group))->admitted;
    if (!author || admitted.empty()) return false;
    const Handle person = admitted.begin()->first;
    const CircleClaim claim{.circle = circle_named(group), .action = CircleClaim::Action::dismiss, .history = true,
                            .person = person, .until = {}};
    if (!declared(world, *author, claim, group + " dismisses " + person.text())) return false;
    world.reference.person_admitted(group, person.text(), 0);
    return true;
}

bool act::suspend(World& world) {
    const auto author = officer(world);
    const auto state = world.dice.pick(world.cast.states);
    if (!author || world.cast.suspended.contains(state)) return false;
    const auto id = world.declare(*author, status_claim(world, state, MemberClaim::Status::suspended));
    if (!id) return false;
    world.tell(state + " is suspended");
    world.cast.member_entries[state] = *id;
    world.cast.suspended.insert(state);
    world.reference.member_suspended(state, true);
    return true;
}

// One officer proposes; where there is a second one, they consent.
bool act::readmit(World& world) {
    const auto author = officer(world);
    if (!author || world.cast.suspended.empty()) return false;
    const std::string state = *world.cast.suspended.begin();
    const auto id = world.declare(*author, status_claim(world, state, MemberClaim::Status::admitted));
    if (!id) return false;
    const bool waits = world.state().proposals().contains(*id);
    if (waits) {
        bool consented = false;
        for (const auto device : at_work_for(world, dmr))
            if (!consented && world.machine(device).handle != world.machine(*author).handle)
                consented = declared(world, device, ConsentClaim{.proposal = *id}, "consents to the return of " + state);
        if (!consented) return false;
    }
    world.tell(state + " is admitted again");
    world.cast.member_entries[state] = *id;
    world.cast.suspended.erase(state);
    world.reference.member_counts(state, world.now() + (founding(world) ? 0 : 3 * day_s));
    world.reference.member_suspended(state, false);
    return true;
}

bool act::retain(World& world) {
    const auto author = officer(world);
    if (!author) return false;
    const Circle circle = circle_named(world.dice.pick(std::vector<std::string>{"network", "dmr", "group:open"}));
    const auto& known = world.state().find_circle(circle)->retention;
    const auto last = known ? std::optional(known->entry) : std::nullopt;
    const RetentionClaim claim{.circle = circle, .years = 2, .replaces = last};
    if (!declared(world, *author, claim, circle.text() + " forgets after two years")) return false;
    world.cast.due_otherwise.insert(circle.text());
    return true;
}

bool act::rotate_unduly(World& world) {
    const auto devices = at_work(world);
    std::vector<Circle> circles;
    for (const auto& [circle, known] : world.state().circles())
        if (known.current() > 0) circles.push_back(circle);
    if (devices.empty()) return false;
    return static_cast<bool>(world.rotate(world.dice.pick(devices), world.dice.pick(circles)));
}

bool act::grant_unknown(World& world) {
    const auto devices = at_work(world);
    std::vector<CircleEpoch> secrets;
    for (const auto& [circle, known] : world.state().circles())
        for (const auto& [epoch, made] : known.epochs) secrets.push_back({circle, epoch});
    if (devices.empty()) return false;
    const auto author = world.dice.pick(devices);
    const CircleEpoch what = world.dice.pick(secrets);
    // To oneself, or to one's own circle: as somebody would who wants in.
    const Circle own = circle_named(own_circle(member_of(world.machine(author).handle.text())));
    const bool nested = what.circle == Circle::network() || what.circle.type() == Circle::Type::group;
    const Audience to = nested ? Audience{world.current(own)} : Audience{world.machine(author).id()};
    if (nested && world.current(own).epoch == 0) return false;
    if (world.reference.knowers({what.circle.text(), what.epoch}).test(author)) return false;
    return static_cast<bool>(world.grant(author, what.circle, {what.epoch}, to));
}

}  // namespace model
