// Recovery sheets: made, ended, used to open the past, used to come back with nothing else left.
#include <algorithm>

#include "tests/model/acts.hpp"

namespace model {

using namespace protocol;

namespace {

bool in_force(const World& world, const Sheet& sheet) { return world.reference.sheet_in_force(sheet.number); }

std::vector<std::size_t> sheets(const World& world, bool (*which)(const World&, const Sheet&)) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < world.cast.sheets.size(); ++i)
        if (which(world, world.cast.sheets[i])) out.push_back(i);
    return out;
}

World::Appended declare(World& world, DeviceNumber author, const std::string& member, auto action) {
    return world.declare(author, RecoveryClaim{.member = Member::parse(member).value(), .action = std::move(action)});
}

RecoveryUse use_of(const World& world, const Sheet& sheet, DeviceNumber by, bool new_device) {
    const Machine& machine = world.machine(by);
    const auto line = recovery_line(world.state().network(), sheet.made, machine.handle, machine.id());
    return {.recovery = sheet.made, .keys = new_device ? std::optional(machine.keys()) : std::nullopt,
            .proof = world.machine(sheet.number).key.sign(crypto::Context::recovery, crypto::as_bytes(line))};
}

// A holder without any device makes a new one.
bool come_back_with(World& world, Sheet& sheet, const std::string& handle) {
    const auto device = world.make_machine(handle_named(handle));
    if (!declare(world, device, sheet.member, use_of(world, sheet, device, true))) return false;
    world.tell(world.name(device) + " comes back by the recovery sheet of " + sheet.member);
    auto& devices = world.cast.people.at(handle).devices;
    world.reference.device_added(device, handle, device);
    for (const auto older : devices) world.reference.device_revoked(older, {device});
    devices.push_back(device);
    world.reference.sheet_used(sheet.number, device);
    world.uses_sheet(sheet.number, device);
    sheet.used = true;
    return true;
}

}  // namespace

bool act::make_sheet(World& world) {
    const auto member = world.dice.pick(world.cast.states);
    const auto authors = at_work_for(world, member);
    if (authors.empty()) return false;
    const auto author = world.dice.pick(authors);
    std::set<std::string> holders{world.machine(author).handle.text()};
    for (const auto& [handle, person] : world.cast.people)
        if (member_of(handle) == member && !person.is_reader() && world.reference.in_term(handle) && world.dice.chance(60))
            holders.insert(handle);
    const auto number = world.make_machine(world.machine(author).handle);
    const auto keys = world.machine(number).keys();
    RecoveryMake make{.keys = {.sign = keys.sign, .age = keys.age}, .holders = {}, .replaces = {}};
    for (const auto& handle : holders) make.holders.push_back(handle_named(handle));
    std::vector<Sheet*> before;
    for (Sheet& sheet : world.cast.sheets)
        if (sheet.member == member && in_force(world, sheet)) before.push_back(&sheet);
    if (!before.empty()) make.replaces = before.back()->made;
    const auto id = declare(world, author, member, make);
    if (!id) return false;
    world.tell(world.name(author) + " makes recovery sheet " + std::to_string(number) + ", holders: " +
               std::to_string(holders.size()));
    for (Sheet* sheet : before) world.reference.sheet_ended(sheet->number);
    world.reference.sheet_made(number, member, holders);
    world.cast.sheets.push_back({.number = number, .member = member, .made = *id, .holders = holders});
    return true;
}

bool act::end_sheet(World& world) {
    const auto all = sheets(world, in_force);
    if (all.empty()) return false;
    Sheet& sheet = world.cast.sheets[world.dice.pick(all)];
    const auto authors = at_work_for(world, sheet.member);
    if (authors.empty()) return false;
    if (!declare(world, world.dice.pick(authors), sheet.member, RecoveryEnd{.replaces = sheet.made})) return false;
    world.tell("recovery sheet " + std::to_string(sheet.number) + " is ended");
    world.reference.sheet_ended(sheet.number);
    return true;
}

bool act::open_past(World& world) {
    const auto all = sheets(world, [](const World&, const Sheet& sheet) { return !sheet.used; });
    if (all.empty()) return false;
    Sheet& sheet = world.cast.sheets[world.dice.pick(all)];
    const auto authors = at_work_for(world, sheet.member);
    if (authors.empty()) return false;
    const auto author = world.dice.pick(authors);
    if (!declare(world, author, sheet.member, use_of(world, sheet, author, false))) return false;
    world.tell(world.name(author) + " opens the past with sheet " + std::to_string(sheet.number));
    world.reference.sheet_used(sheet.number, author);
    world.uses_sheet(sheet.number, author);
    sheet.used = true;
    return true;
}

bool act::recover(World& world) {
    const auto all = sheets(world, in_force);
    if (all.empty()) return false;
    Sheet& sheet = world.cast.sheets[world.dice.pick(all)];
    const std::vector<std::string> holders(sheet.holders.begin(), sheet.holders.end());
    const auto handle = world.dice.pick(holders);
    if (world.cast.suspended.contains(sheet.member)) return false;
    return come_back_with(world, sheet, handle);
}

bool act::recover_with_ended_sheet(World& world) {
    const auto all = sheets(world, [](const World& w, const Sheet& sheet) { return !in_force(w, sheet); });
    if (all.empty()) return false;
    Sheet& sheet = world.cast.sheets[world.dice.pick(all)];
    const std::vector<std::string> holders(sheet.holders.begin(), sheet.holders.end());
    if (come_back_with(world, sheet, world.dice.pick(holders)))
        world.broken("accepted: a recovery with a sheet that is no longer in force");
    return true;
}

}  // namespace model
