#include "tests/model/founding.hpp"

#include "crypto/sha256.hpp"

namespace model {

using namespace protocol;

namespace {

EntryId must_declare(World& world, DeviceNumber author, Claim claim) {
    const auto done = world.declare(author, std::move(claim));
    if (!done) world.broken("an entry of the founding is refused: " + done.error().message());
    return *done;
}

void must_rotate(World& world, DeviceNumber author, const Circle& circle) {
    if (const auto error = world.rotate(author, circle))
        world.broken("a founding rotation of " + circle.text() + " is refused: " + error.message());
}

void found_network(World& world) {
    const auto officer = world.make_machine(new_handle(world, "dmr"));
    const Machine& founder = world.machine(officer);
    const crypto::note::Verifier log("gateway.example/nfp/0123456789abcdef", founder.key.verify_key());
    GenesisClaim genesis{.name = "Model", .log = log, .pins = {crypto::sha256("gateway")}, .states = {},
                         .founder = founder.handle, .keys = founder.keys(), .settings = {}};
    for (const auto& state : world.cast.states) genesis.states.push_back(Member::parse(state).value());
    const auto id = must_declare(world, officer, genesis);
    world.cast.founded_at = world.now();
    const std::string handle = founder.handle.text();
    world.cast.people[handle] = {.role = Role::officer, .devices = {officer}, .designation = id, .until = for_ever};
    world.reference.member_counts("dmr", world.now());
    for (const auto& state : world.cast.states) world.reference.member_counts(state, world.now());
    world.reference.designated(handle, "dmr", false, world.now(), for_ever);
    world.reference.device_added(officer, handle, officer);
    must_rotate(world, officer, Circle::of(Member::dmr()));
    must_rotate(world, officer, Circle::network());
    must_declare(world, officer, AccessClaim{.list = default_access_list(Member::dmr()), .replaces = {}});
}

void make_group(World& world, const std::string& name, bool history, const std::vector<std::string>& states) {
    using Action = CircleClaim::Action;
    const Circle circle = circle_named(name);
    const auto officer = at_work_for(world, "dmr").front();
    must_declare(world, officer, CircleClaim{.circle = circle, .action = Action::create, .history = history});
    world.reference.group_created(name, history);
    for (const auto& state : states) {
        const auto author = at_work_for(world, state).front();
        must_declare(world, author, CircleClaim{.circle = circle, .action = Action::join, .history = true});
        world.reference.group_joined(name, state, true);
    }
    must_rotate(world, at_work_for(world, states.front()).front(), circle);
    world.cast.groups.push_back(name);
}

}  // namespace

std::optional<DeviceNumber> fill_seat(World& world, DeviceNumber officer, const std::string& member, std::int64_t until) {
    const auto handle = new_handle(world, member);
    const auto device = world.make_machine(handle);
    const DesignationClaim claim{.handle = handle, .role = Role::focal_point, .keys = world.machine(device).keys(), .from = {},
                                 .until = until == for_ever ? std::nullopt : std::optional(until), .replaces = {}};
    const auto id = world.declare(officer, claim, {world.current(Circle::network())});
    if (!id) return std::nullopt;
    world.tell(world.name(device) + " is designated to a vacant seat");
    world.cast.people[handle.text()] = {.role = Role::focal_point, .devices = {device}, .designation = *id, .until = until};
    world.reference.designated(handle.text(), member, false, world.now(), until);
    world.reference.device_added(device, handle.text(), device);
    const Member state = Member::parse(member).value();
    if (!world.state().members().at(state).lists.contains(ListSide::dmr))
        must_declare(world, officer, AccessClaim{.list = default_access_list(state), .replaces = {}});
    must_rotate(world, device, Circle::of(state));
    std::vector<std::uint64_t> held;
    for (const auto& [epoch, made] : world.state().find_circle(Circle::network())->epochs)
        if (world.holds(officer, {Circle::network(), epoch})) held.push_back(epoch);
    if (!held.empty())
        if (const auto error = world.grant(officer, Circle::network(), held, world.current(Circle::of(state))))
            world.broken("the grant of an approval is refused: " + error.message());
    return device;
}

void found(World& world) {
    world.cast.states = {"aa", "bb", "cc", "dd", "ee"};
    found_network(world);
    for (const auto& state : world.cast.states)
        if (!fill_seat(world, at_work_for(world, "dmr").front(), state, for_ever)) world.broken("a first person is refused");
    make_group(world, "group:open", true, {"aa", "bb", "cc"});
    make_group(world, "group:closed", false, {"bb", "cc", "dd"});   // hands no history on
    make_group(world, "group:small", true, {"dd", "ee"});
}

}  // namespace model
