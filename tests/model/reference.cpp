#include "tests/model/reference.hpp"

#include <algorithm>

namespace model {

// ---- what happened ----

void Reference::time_is(std::int64_t now) { now_ = now; observe(); }

void Reference::member_counts(const std::string& member, std::int64_t from) { members_[member] = from; observe(); }

void Reference::member_suspended(const std::string& member, bool suspended) {
    if (suspended) suspended_.insert(member);
    else suspended_.erase(member);
    observe();
}

void Reference::designated(const std::string& handle, const std::string& member, bool reader, std::int64_t from,
                           std::int64_t until) {
    persons_[handle] = {.member = member, .reader = reader, .from = from, .until = until, .revoked = false};
    observe();
}

void Reference::term_ends(const std::string& handle, std::int64_t until) { persons_.at(handle).until = until; observe(); }

void Reference::device_added(DeviceNumber device, const std::string& handle, DeviceNumber admitted_by) {
    devices_[device] = {.handle = handle, .admitted_by = admitted_by, .revoked = false, .lost = false};
    observe();
}

void Reference::device_lost(DeviceNumber device) { devices_.at(device).lost = true; }

void Reference::device_revoked(DeviceNumber device, const std::set<DeviceNumber>& kept) {
    const auto parent = devices_.at(device).admitted_by;
    fall(device, kept, parent == device ? std::nullopt : std::optional(parent));
    const auto& handle = devices_.at(device).handle;
    if (std::ranges::none_of(devices_, [&](const auto& row) { return row.second.handle == handle && !row.second.revoked; }))
        persons_.at(handle).revoked = true;   // with the last device the person is gone
    observe();
}

// What a device admitted falls with it; what is kept by name counts as admitted by whoever admitted the first to fall.
void Reference::fall(DeviceNumber device, const std::set<DeviceNumber>& kept, std::optional<DeviceNumber> heir) {
    devices_.at(device).revoked = true;
    for (auto& [number, other] : devices_) {
        if (other.revoked || other.admitted_by != device) continue;
        if (kept.contains(number)) other.admitted_by = heir.value_or(number);
        else fall(number, kept, heir);
    }
}

void Reference::person_revoked(const std::string& handle) { persons_.at(handle).revoked = true; observe(); }

void Reference::sheet_made(DeviceNumber sheet, const std::string& member, const std::set<std::string>& holders) {
    sheets_[sheet] = {.member = member, .holders = holders, .ended = false};
    observe();
}

void Reference::sheet_ended(DeviceNumber sheet) { sheets_.at(sheet).ended = true; observe(); }

void Reference::sheet_used(DeviceNumber sheet, DeviceNumber by) {
    used_[sheet].set(by);
    sheet_ended(sheet);
}

void Reference::group_created(const std::string& group, bool history) { groups_[group].history = history; observe(); }

void Reference::group_joined(const std::string& group, const std::string& member, bool joined) {
    if (joined) groups_.at(group).joined.insert(member);
    else groups_.at(group).joined.erase(member);
    observe();
}

void Reference::person_admitted(const std::string& group, const std::string& handle, std::int64_t until) {
    groups_.at(group).admitted[handle] = until;
    observe();
}

void Reference::rotated(const Generation& made, DeviceNumber by, const std::set<std::uint64_t>& carried,
                        const std::vector<Generation>& circles, const Devices& devices) {
    handed_[made].devices.set(by);
    auto epochs = carried;
    epochs.insert(made.epoch);
    granted(made.circle, epochs, circles, devices);
}

void Reference::granted(const std::string& circle, const std::set<std::uint64_t>& epochs, const std::vector<Generation>& circles,
                        const Devices& devices) {
    for (const auto epoch : epochs) {
        auto& to = handed_[{circle, epoch}];
        to.devices |= devices;
        to.circles.insert(circles.begin(), circles.end());
    }
    observe();
}

EntryNumber Reference::sent(const std::vector<Generation>& audience) {
    entries_.push_back({.audience = audience, .through = {}, .entitled = {}});
    observe();
    return entries_.size() - 1;
}

// ---- who is entitled ----

bool Reference::in_term(const std::string& handle) const {
    const auto found = persons_.find(handle);
    return found != persons_.end() && !found->second.revoked && now_ >= found->second.from && now_ < found->second.until;
}

bool Reference::counts(const std::string& member) const {
    const auto found = members_.find(member);
    return found != members_.end() && now_ >= found->second && !suspended_.contains(member);
}

bool Reference::hands_on_history(const std::string& circle) const {
    const auto group = groups_.find(circle);
    return group == groups_.end() || group->second.history;
}

bool Reference::sheet_in_force(DeviceNumber number) const {
    const Sheet& sheet = sheets_.at(number);
    return !sheet.ended && std::ranges::all_of(sheet.holders, [&](const std::string& holder) { return in_term(holder); });
}

std::set<std::string> Reference::parts(const std::string& circle) const {
    const auto own = [](const std::string& member) { return member == "dmr" ? member : "state:" + member; };
    std::set<std::string> out;
    if (circle == "network")
        for (const auto& [member, from] : members_)
            if (counts(member)) out.insert(own(member));
    if (const auto group = groups_.find(circle); group != groups_.end()) {
        for (const auto& member : group->second.joined)
            if (counts(member)) out.insert(own(member));
        for (const auto& [handle, until] : group->second.admitted)
            if (now_ < until && in_term(handle) && counts(persons_.at(handle).member)) out.insert("person:" + handle);
    }
    return out;
}

Devices Reference::own_devices(const std::string& circle) const {
    Devices out;
    const bool of_person = circle.starts_with("person:");
    const std::string name = circle.substr(circle.find(':') + 1);   // all of it when there is no colon
    for (const auto& [number, device] : devices_) {
        if (device.revoked || !in_term(device.handle)) continue;
        const Person& person = persons_.at(device.handle);
        if (of_person ? person.reader && device.handle == name : !person.reader && person.member == name) out.set(number);
    }
    for (const auto& [number, sheet] : sheets_)
        if (!of_person && sheet.member == name && sheet_in_force(number)) out.set(number);
    return out;
}

Devices Reference::members(const std::string& circle) const {
    if (circle != "network" && !groups_.contains(circle)) return own_devices(circle);
    Devices out;
    for (const auto& part : parts(circle)) out |= own_devices(part);
    return out;
}

bool Reference::in_force(DeviceNumber number) const {
    const auto device = devices_.find(number);
    return device != devices_.end() && !device->second.revoked && in_term(device->second.handle) &&
           counts(persons_.at(device->second.handle).member);
}

bool Reference::acts(DeviceNumber number) const { return in_force(number) && !devices_.at(number).lost; }

Devices Reference::acting() const {
    Devices out;
    for (const auto& [number, device] : devices_) out.set(number, acts(number));
    return out;
}

Devices Reference::keepers(const std::string& circle) const {
    Devices out = members(circle) & acting();
    if (!circle.starts_with("person:"))   // readers look after their own circle only
        for (const auto& [number, device] : devices_)
            if (persons_.at(device.handle).reader) out.reset(number);
    return out;
}

// After each event: whoever is a member now is entitled to what is sealed to the circle from then on, and to what went before
// where the circle hands its history on, or has not changed its secret since.
void Reference::observe() {
    known_.clear();
    std::map<std::string, Devices> own;
    const auto devices_of = [&](const std::string& part) -> const Devices& {
        const auto [found, is_new] = own.try_emplace(part);
        if (is_new) found->second = own_devices(part);
        return found->second;
    };
    for (Entry& entry : entries_)
        for (const auto& [circle, epoch] : entry.audience) {
            if (circle != "network" && !groups_.contains(circle)) {
                entry.entitled |= devices_of(circle);
                continue;
            }
            auto& through = entry.through[circle];
            if (hands_on_history(circle) || epoch == current(circle)) through.merge(parts(circle));
            for (const auto& part : through) entry.entitled |= devices_of(part);   // who comes to a state reads its file
        }
}

// ---- who knows ----

std::uint64_t Reference::current(const std::string& circle) const {
    const auto next = handed_.upper_bound({circle, std::numeric_limits<std::uint64_t>::max()});
    return next != handed_.begin() && std::prev(next)->first.circle == circle ? std::prev(next)->first.epoch : 0;
}

Devices Reference::knowers(const Generation& secret) const {
    if (const auto known = known_.find(secret); known != known_.end()) return known->second;
    const auto found = handed_.find(secret);
    if (found == handed_.end()) return {};
    Devices out = found->second.devices;
    for (const auto& circle : found->second.circles) out |= knowers(circle);
    for (const auto& [sheet, by] : used_)
        if (out.test(sheet)) out |= by;
    known_.emplace(secret, out);
    return out;
}

bool Reference::stale(const std::string& circle) const {
    return (knowers({circle, current(circle)}) & ~members(circle)).any();
}

Devices Reference::readers(EntryNumber entry) const {
    Devices out;
    for (const auto& sealed : entries_[entry].audience) out |= knowers(sealed);
    return out;
}

// Is somebody left who can bring a new device of this circle to its current secret?
bool Reference::workable(const std::string& part) const {
    return (knowers({part, current(part)}) & keepers(part)).any();
}

Devices Reference::must_read_by(const Generation& sealed) const {
    const auto& [circle, epoch] = sealed;
    const bool handed_on = (knowers(sealed) & keepers(circle)).any() &&
                           (hands_on_history(circle) || epoch == current(circle));
    if (circle != "network" && !groups_.contains(circle)) return handed_on ? own_devices(circle) : Devices{};
    Devices out;
    const auto now = parts(circle);
    if (handed_on)
        for (const auto& part : now)
            if (workable(part)) out |= own_devices(part);
    // What a member circle was given once, its members have as part of its own past.
    for (const auto& given : handed_.at(sealed).circles)
        if (now.contains(given.circle) && (knowers(given) & keepers(given.circle)).any())
            out |= own_devices(given.circle);
    return out;
}

Devices Reference::must_read(EntryNumber entry) const {
    Devices out;
    for (const auto& sealed : entries_[entry].audience) out |= must_read_by(sealed);
    return out;
}

}  // namespace model
