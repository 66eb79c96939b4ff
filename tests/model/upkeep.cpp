#include "tests/model/upkeep.hpp"

#include <algorithm>

namespace model {

using namespace protocol;

namespace {

constexpr int rounds_max = 30;
constexpr int days_max = 3;
constexpr std::int64_t patience_s = day_s;   // as the client's

const Person* person_of(const World& world, DeviceNumber device) {
    return world.state().find_active(world.machine(device).handle, world.now());
}

// Readers look after their own circle only.
bool keeps(const World& world, const Person& person, const Circle& circle) {
    const bool theirs = person.seated() || circle == Circle::of(person.handle);
    return theirs && world.state().belongs(person, circle, world.now());
}

bool anybody_could_know(const World& world, const Circle& circle) {
    const auto knowers = world.state().knowers(world.current(circle));
    return std::ranges::any_of(world.state().persons(), [&](const auto& row) {
        const Person& person = row.second;
        return person.active(world.now()) && keeps(world, person, circle) &&
               std::ranges::any_of(person.devices, [&](const auto& device) { return knowers.contains(device.first); });
    });
}

// Who holds the secret rotates, so that the past goes with it; when no member is left who could, or none comes, any member does.
bool may_rotate(const World& world, DeviceNumber device, const Circle& circle, const Due& due) {
    const Person* person = person_of(world, device);
    if (!person || !keeps(world, *person, circle) || due.accused.contains(person->handle)) return false;
    if (world.state().rotation_audience(circle, world.now()).empty()) return false;
    return due.why == Due::Why::unfounded || due.why == Due::Why::complaint || world.holds(device, world.current(circle)) ||
           !anybody_could_know(world, circle) || world.now() >= world.due_since(circle) + patience_s;
}

std::optional<Circle> next_rotation(const World& world, DeviceNumber device) {
    for (const auto& [circle, due] : world.due())
        if (may_rotate(world, device, circle, due)) return circle;
    return std::nullopt;
}

bool rotate_due(World& world, DeviceNumber device) {
    bool did = false;
    while (const auto circle = next_rotation(world, device)) {
        if (const auto error = world.rotate(device, *circle))
            world.broken("a rotation of " + circle->text() + " that is due is refused: " + error.message());
        did = true;
    }
    return did;
}

struct Handing {
    MissingGrant missing;
    std::vector<std::uint64_t> held;   // of the missing epochs
};

std::optional<Handing> next_grant(const World& world, DeviceNumber device) {
    const Person* person = person_of(world, device);
    if (!person) return std::nullopt;
    for (const MissingGrant& missing : world.missing_grants()) {
        if (!keeps(world, *person, missing.circle)) continue;
        Handing out{.missing = missing, .held = {}};
        for (const auto epoch : missing.epochs)
            if (world.holds(device, {missing.circle, epoch})) out.held.push_back(epoch);
        if (!out.held.empty()) return out;
    }
    return std::nullopt;
}

bool grant_missing(World& world, DeviceNumber device) {
    bool did = false;
    while (const auto next = next_grant(world, device)) {
        const auto& [missing, held] = *next;
        if (const auto error = world.grant(device, missing.circle, held, missing.to))
            world.broken("a grant of " + missing.circle.text() + " that is missing is refused: " + error.message());
        did = true;
    }
    return did;
}

}  // namespace

bool upkeep(World& world, DeviceNumber device) {
    const bool rotated = rotate_due(world, device);
    return grant_missing(world, device) || rotated;
}

void settle(World& world) {
    for (int round = 0; round < rounds_max; ++round) {
        auto devices = at_work(world);
        world.dice.shuffle(devices);
        bool did = false;
        for (const auto device : devices) did = upkeep(world, device) || did;
        if (!did) return;
        world.pass(minute_s);
    }
    world.broken("upkeep does not come to an end");
}

void settle_with_patience(World& world) {
    settle(world);
    for (int days = 0; days < days_max && !world.due().empty(); ++days) {
        world.pass(patience_s);
        settle(world);
    }
}

void check_fresh(const World& world) {
    for (const auto& [circle, known] : world.state().circles()) {
        const std::string& name = circle.text();
        if (world.reference.keepers(name).none()) continue;
        if (world.reference.current(name) == 0) world.broken(name + " has no secret after all upkeep");
        if (world.reference.stale(name)) world.broken(name + " is stale after all upkeep");
    }
}

}  // namespace model
