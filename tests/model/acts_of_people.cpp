// People and their devices. Where two parties are needed the second one mostly consents at once.
#include <algorithm>

#include "protocol/consents.hpp"
#include "tests/model/acts.hpp"
#include "tests/model/founding.hpp"

namespace model {

using namespace protocol;

namespace {

std::optional<std::int64_t> until_of(std::int64_t until) { return until == for_ever ? std::nullopt : std::optional(until); }

// Persons, not devices.
std::size_t officers(const World& world) {
    std::set<std::string> out;
    for (const auto& [handle, person] : world.cast.people)
        if (member_of(handle) == dmr && !person.is_reader() && world.reference.in_term(handle)) out.insert(handle);
    return out.size();
}

std::vector<std::string> in_term(const World& world) {
    std::vector<std::string> out;
    for (const auto& [handle, person] : world.cast.people)
        if (world.reference.in_term(handle)) out.push_back(handle);
    return out;
}

bool consent(World& world, std::size_t at) {
    Proposal& proposal = world.cast.proposals[at];
    auto parties = at_work_for(world, proposal.party);
    std::erase_if(parties, [&](DeviceNumber device) { return handle_of(world, device) == proposal.proposer; });
    if (parties.empty()) return false;
    const auto author = world.dice.pick(parties);
    const auto done = world.declare(author, ConsentClaim{.proposal = proposal.entry});
    if (done) {
        world.tell(world.name(author) + " consents: " + proposal.what);
        proposal.effect();
    }
    const bool over = done || done.error() == errc::proposal_lapsed || done.error() == errc::not_current;
    if (over) world.cast.proposals.erase(world.cast.proposals.begin() + static_cast<std::ptrdiff_t>(at));
    return done.has_value();
}

struct Motion {
    DeviceNumber author;
    std::string party;   // the member whose consent is needed; empty when nobody's is
    std::string what;
};

bool decide(World& world, const Motion& motion, const DesignationClaim& claim, std::function<void(const EntryId&)> effect) {
    const auto id = world.declare(motion.author, claim, {world.current(Circle::network())});
    if (!id) return false;
    world.tell(world.name(motion.author) + (motion.party.empty() ? " decides: " : " proposes: ") + motion.what);
    if (motion.party.empty()) {
        effect(*id);
        return true;
    }
    world.cast.proposals.push_back({.entry = *id, .proposer = handle_of(world, motion.author), .party = motion.party,
                                    .what = motion.what, .effect = [effect, id = *id] { effect(id); }});
    return world.dice.chance(75) ? consent(world, world.cast.proposals.size() - 1) : true;
}

std::int64_t new_until(World& world) {
    return world.dice.chance(30) ? world.now() + static_cast<std::int64_t>(1 + world.dice.below(120)) * day_s : for_ever;
}

// A person with one device, whose designation this is; `party` as in decide().
bool add_person(World& world, DeviceNumber author, const std::string& member, Role role, const std::string& party) {
    const auto handle = new_handle(world, member);
    const auto device = world.make_machine(handle);
    const auto until = new_until(world);
    const DesignationClaim claim{.handle = handle, .role = role, .keys = world.machine(device).keys(), .from = {},
                                 .until = until_of(until), .replaces = {}};
    const auto effect = [&world, handle, device, member, role, until](const EntryId& id) {
        const bool waits = role == Role::officer && !founding(world);
        world.cast.people[handle.text()] = {.role = role, .devices = {device}, .designation = id, .until = until};
        const bool reader = world.cast.people[handle.text()].is_reader();
        world.reference.designated(handle.text(), member, reader, world.now() + (waits ? 3 * day_s : 0), until);
        world.reference.device_added(device, handle.text(), device);
    };
    const auto what = handle.text() + " is designated as " + std::string(role_name(role));
    return decide(world, {.author = author, .party = party, .what = what}, claim, effect);
}

// Somebody who may decide about this person: themselves, a colleague, an officer.
std::optional<DeviceNumber> decider(World& world, const std::string& handle) {
    auto devices = at_work_for(world, dmr);
    for (const auto device : at_work_for(world, member_of(handle))) devices.push_back(device);
    for (const auto device : at_work_as(world, handle)) devices.push_back(device);
    return devices.empty() ? std::nullopt : std::optional(world.dice.pick(devices));
}

// What this device admitted, transitively, and is not lost itself.
std::vector<DeviceNumber> worth_keeping(const World& world, DeviceNumber device) {
    const Machine& machine = world.machine(device);
    std::vector<DeviceNumber> out;
    for (const KeyId& key : devices_under(*world.state().find_person(machine.handle), machine.id(), {}))
        if (const auto under = world.find(key).value(); under != device && !world.cast.lost.contains(under)) out.push_back(under);
    return out;
}

bool revoke_one(World& world, DeviceNumber author, DeviceNumber device, const std::vector<DeviceNumber>& keep) {
    RevocationClaim claim{.handle = world.machine(device).handle, .device = world.machine(device).id(), .keep = {},
                          .reason = RevocationReason::lost};
    for (const auto kept : keep) claim.keep.push_back(world.machine(kept).id());
    std::ranges::sort(claim.keep);
    if (!world.declare(author, claim)) return false;
    world.tell(world.name(author) + " revokes device " + world.name(device) + ", keeps " + std::to_string(keep.size()));
    world.reference.device_revoked(device, {keep.begin(), keep.end()});
    return true;
}

}  // namespace

bool act::designate(World& world) {
    auto members = world.cast.states;
    members.push_back(dmr);
    const auto member = world.dice.pick(members);
    const auto officers_at_work = at_work_for(world, dmr);
    if (member == dmr) {
        if (officers_at_work.empty()) return false;
        const std::string party = !founding(world) && officers(world) > 1 ? dmr : "";
        return add_person(world, world.dice.pick(officers_at_work), dmr, Role::officer, party);
    }
    if (vacant(world, member))
        return !officers_at_work.empty() && fill_seat(world, world.dice.pick(officers_at_work), member, new_until(world));
    const bool by_officer = world.dice.chance(50);
    const auto authors = by_officer ? officers_at_work : at_work_for(world, member);
    const std::string& party = by_officer ? member : dmr;
    return !authors.empty() && add_person(world, world.dice.pick(authors), member, Role::focal_point, party);
}

bool act::designate_reader(World& world) {
    const auto officers_at_work = at_work_for(world, dmr);
    if (officers_at_work.empty()) return false;
    if (world.dice.chance(25)) return add_person(world, world.dice.pick(officers_at_work), dmr, Role::expert, "");
    const auto member = world.dice.pick(world.cast.states);
    if (vacant(world, member)) return false;
    const Role role = world.dice.pick(std::vector{Role::national_reader, Role::expert, Role::agent});
    const bool by_officer = role == Role::expert || world.dice.chance(50);
    const auto authors = by_officer ? officers_at_work : at_work_for(world, member);
    return !authors.empty() && add_person(world, world.dice.pick(authors), member, role, by_officer ? member : dmr);
}

bool act::consent_late(World& world) {
    return !world.cast.proposals.empty() && consent(world, world.dice.below(world.cast.proposals.size()));
}

bool act::end_term(World& world) {
    const auto people = in_term(world);
    if (people.empty()) return false;
    const auto handle = world.dice.pick(people);
    const auto& person = world.cast.people.at(handle);
    const auto known = world.state().find_person(handle_named(handle));
    const auto author = decider(world, handle);
    if (!author || known->devices.empty() || world.cast.people.at(handle_of(world, *author)).is_reader()) return false;
    const auto until = world.now() + static_cast<std::int64_t>(1 + world.dice.below(20)) * day_s;
    if (until >= person.until) return false;
    const DesignationClaim claim{.handle = known->handle, .role = person.role, .keys = known->devices.begin()->second, .from = {},
                                 .until = until, .replaces = person.designation};
    const auto what = "the term of " + handle + " ends in " + std::to_string((until - world.now()) / day_s) + " days";
    return decide(world, {.author = *author, .party = "", .what = what}, claim, [&world, handle, until](const EntryId& id) {
        world.cast.people.at(handle).designation = id;
        world.cast.people.at(handle).until = until;
        world.reference.term_ends(handle, until);
    });
}

bool act::revoke_person(World& world) {
    const auto people = in_term(world);
    if (people.empty()) return false;
    const auto handle = world.dice.pick(people);
    const auto author = decider(world, handle);
    if (!author) return false;
    const RevocationClaim claim{.handle = handle_named(handle), .device = {}, .keep = {}, .reason = RevocationReason::left};
    if (!world.declare(*author, claim)) return false;
    world.tell(world.name(*author) + " revokes " + handle);
    world.reference.person_revoked(handle);
    const bool officer = member_of(handle) == dmr && !world.cast.people.at(handle).is_reader();
    if (officer && officers(world) == 0) world.broken("accepted: a revocation of the last officer");
    return true;
}

bool act::add_device(World& world) {
    const auto devices = at_work(world);
    if (devices.empty()) return false;
    const auto older = world.dice.pick(devices);
    const Handle handle = world.machine(older).handle;
    const auto device = world.make_machine(handle);
    const auto keys = world.machine(device).keys();
    const auto line = device_line(world.state().network(), handle, keys);
    const auto proof = world.machine(device).key.sign(crypto::Context::device, crypto::as_bytes(line));
    const DeviceClaim claim{.keys = keys, .proof = proof};
    if (!world.declare(older, claim)) return false;
    world.tell(world.name(older) + " adds device " + world.name(device));
    world.cast.people.at(handle.text()).devices.push_back(device);
    world.reference.device_added(device, handle.text(), older);
    return true;
}

bool act::lose_device(World& world) {
    const auto devices = at_work(world);
    if (devices.empty()) return false;
    const auto device = world.dice.pick(devices);
    if (at_work_for(world, dmr) == std::vector{device}) return false;   // somebody has to be left
    world.reference.device_lost(device);
    world.cast.lost.insert(device);
    world.tell(world.name(device) + " is lost");
    return true;
}

bool act::revoke_device(World& world) {
    std::vector<DeviceNumber> all, lost;
    for (const auto& handle : in_term(world))
        for (const auto device : world.cast.people.at(handle).devices)
            if (world.reference.in_force(device)) (world.cast.lost.contains(device) ? lost : all).push_back(device);
    if (all.empty() && lost.empty()) return false;
    const auto device = world.dice.pick(all.empty() || (!lost.empty() && world.dice.chance(70)) ? lost : all);
    const auto author = decider(world, handle_of(world, device));
    if (!author) return false;
    std::vector<DeviceNumber> keep;
    for (const auto under : worth_keeping(world, device))
        if (world.dice.chance(40)) keep.push_back(under);
    return revoke_one(world, *author, device, keep);
}

bool act::revoke_foreigner(World& world) {
    const auto targets = in_term(world);
    if (targets.empty()) return false;
    const auto target = world.dice.pick(targets);
    auto authors = at_work(world);
    std::erase_if(authors, [&](DeviceNumber device) {
        const auto handle = handle_of(world, device);
        const bool reader = world.cast.people.at(handle).is_reader();
        return handle == target || (!reader && (member_of(handle) == dmr || member_of(handle) == member_of(target)));
    });
    if (authors.empty()) return false;
    const auto author = world.dice.pick(authors);
    const RevocationClaim claim{.handle = handle_named(target), .device = {}, .keep = {}, .reason = RevocationReason::other};
    if (world.declare(author, claim))
        world.broken("accepted: a revocation of " + target + " by " + world.name(author));
    return true;
}

void revoke_what_was_lost(World& world) {
    for (const auto device : world.cast.lost) {
        if (!world.reference.in_force(device)) continue;
        const auto author = decider(world, handle_of(world, device));
        if (author) revoke_one(world, *author, device, worth_keeping(world, device));
    }
}

}  // namespace model
