// actors/uin/uin_partition.h: a UIN partition whose issued numbers may come back.
#pragma once
#include "actors/uin/uin_actor.h"
#include "actors/uin/uin_timeout.h"

namespace uin {
/// For spawn, as `partition`, whose timeout is zero.
Actor::behavior_type partition_with_timeout(Actor::pointer self, number::PoolShare share,
                                            IssuedTimeout timeout, number::PoolSetting setting,
                                            Clock clock);

}  // namespace uin
