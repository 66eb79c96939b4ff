// Sending, and time.
#include <algorithm>

#include "tests/model/acts.hpp"
#include "tests/model/upkeep.hpp"

namespace model {

using namespace protocol;

namespace {

// Officers and focal points at work.
std::vector<DeviceNumber> writers(const World& world) {
    auto out = at_work(world);
    std::erase_if(out, [&](DeviceNumber device) { return world.cast.people.at(handle_of(world, device)).is_reader(); });
    return out;
}

// Where this author may write to in one message: a circle they are in, or their own with one they are not in.
std::vector<Circle> destination(World& world, DeviceNumber author) {
    const Circle own = circle_named(own_circle(member_of(handle_of(world, author))));
    std::vector<Circle> all;
    for (const auto& [circle, known] : world.state().circles())
        if (known.current() > 0) all.push_back(circle);
    const Circle& to = world.dice.pick(all);
    if (to == own || world.reference.members(to.text()).test(author)) return {to};
    if (to.type() == Circle::Type::group || to == Circle::network()) return {own};
    return {own, to};
}

bool write_to(World& world, DeviceNumber author, const std::vector<Circle>& circles, const NetworkState& view) {
    std::vector<Audience> audience;
    for (const Circle& circle : circles) {
        audience.push_back(World::current(circle, view));
        if (std::get<CircleEpoch>(audience.back()).epoch == 0) return false;
    }
    return !world.send(author, audience);
}

}  // namespace

bool act::send(World& world) {
    const auto authors = writers(world);
    if (authors.empty()) return false;
    const auto author = world.dice.pick(authors);
    const auto to = destination(world, author);
    return write_to(world, author, to, world.state());
}

bool act::pass_hours(World& world) {
    world.pass(static_cast<std::int64_t>(1 + world.dice.below(24 * 60)) * minute_s);
    return true;
}

bool act::pass_days(World& world) {
    world.pass(static_cast<std::int64_t>(1 + world.dice.below(10)) * day_s);
    return true;
}

bool act::pass_months(World& world) {
    world.pass(static_cast<std::int64_t>(30 + world.dice.below(180)) * day_s);
    return true;
}

bool act::go_offline(World& world) {
    const auto devices = at_work(world);
    if (devices.size() < 3) return false;
    const auto handle = handle_of(world, world.dice.pick(devices));
    world.offline.insert(handle);
    world.left_at.insert_or_assign(handle, world.state());
    world.tell(handle + " goes offline");
    return true;
}

bool act::come_online(World& world) {
    if (world.offline.empty()) return false;
    const std::vector<std::string> away(world.offline.begin(), world.offline.end());
    const auto handle = world.dice.pick(away);
    world.offline.erase(handle);
    world.tell(handle + " is back");
    const auto view = std::move(world.left_at.extract(handle).mapped());
    const auto devices = at_work_as(world, handle);
    if (devices.empty() || world.cast.people.at(handle).is_reader()) return true;
    // A draft of then, sealed as it was to be sealed then.
    const auto author = world.dice.pick(devices);
    write_to(world, author, {world.dice.chance(50) ? Circle::network() : circle_named(own_circle(member_of(handle)))}, view);
    return true;
}

bool act::one_keeps_up(World& world) {
    const auto devices = at_work(world);
    return !devices.empty() && upkeep(world, world.dice.pick(devices));
}

bool act::all_keep_up(World& world) {
    settle(world);
    return true;
}

bool act::write_when_gone(World& world) {
    std::vector<DeviceNumber> gone;
    for (const auto& [handle, person] : world.cast.people)
        for (const auto device : person.devices)
            if (!person.is_reader() && !world.reference.in_force(device)) gone.push_back(device);
    if (gone.empty()) return false;
    const auto author = world.dice.pick(gone);
    const Circle to = world.dice.chance(50) ? Circle::network() : circle_named(own_circle(member_of(handle_of(world, author))));
    return !write_to(world, author, {to}, world.state());
}

bool act::write_to_old_epoch(World& world) {
    const auto authors = writers(world);
    if (authors.empty()) return false;
    const auto author = world.dice.pick(authors);
    const Circle own = circle_named(own_circle(member_of(handle_of(world, author))));
    CircleEpoch to = world.current(world.dice.chance(50) ? Circle::network() : own);
    if (to.epoch < 2) return false;
    --to.epoch;
    return static_cast<bool>(world.send(author, {to}));
}

void come_back(World& world) {
    world.offline.clear();
    world.left_at.clear();
}

void write_to_all(World& world) {
    check_fresh(world);
    for (const auto& [circle, known] : world.state().circles()) {
        auto authors = writers(world);
        const auto in = world.reference.members(circle.text());
        const bool of_person = circle.type() == Circle::Type::person;
        const auto owner = circle.text().substr(circle.text().find(':') + 1);
        std::erase_if(authors, [&](DeviceNumber device) {
            return of_person ? member_of(handle_of(world, device)) != member_of(owner) : !in.test(device);
        });
        if (authors.empty() || world.reference.keepers(circle.text()).none()) continue;
        const auto author = world.dice.pick(authors);
        std::vector<Circle> to{circle};
        if (of_person) to.push_back(circle_named(own_circle(member_of(owner))));
        if (!write_to(world, author, to, world.state())) world.broken("after all upkeep nobody can write to " + circle.text());
        // Nobody is left who could revoke a lost device, and who holds the secret may still come and hand it on: others wait.
        const auto holders = world.reference.knowers({circle.text(), world.reference.current(circle.text())});
        if ((holders & world.reference.acting()).none() && (holders & in).any()) continue;
        // Exactly those who belong can read it.
        const auto entry = world.reference.entries() - 1;
        if (const auto missing = in & world.reference.acting() & ~world.reference.readers(entry); missing.any())
            world.broken("after all upkeep a message to " + circle.text() + " is closed to members of it");
    }
}

}  // namespace model
