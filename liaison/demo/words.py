"""What people of the demo county say, and where: texts for the log. ``{village}`` is the village it is about."""

from studios.models import Matter, VisitLog

RECEPTION, VISIT, MEETING = VisitLog.Way.RECEPTION, VisitLog.Way.VISIT, VisitLog.Way.MEETING
PHONE, ONLINE, ACTIVITY = VisitLog.Way.PHONE, VisitLog.Way.ONLINE, VisitLog.Way.ACTIVITY
WAYS = {RECEPTION: 18, VISIT: 42, MEETING: 12, PHONE: 14, ONLINE: 9, ACTIVITY: 5}
PLACES = {
    VISIT: ["{village}", "{village}村民家中", "{village}文化广场", "{village}卫生室"],
    RECEPTION: ["工作室", "便民服务中心"],
    MEETING: ["{village}活动室", "工作室"],
    ACTIVITY: ["{village}文化广场", "县城中心广场"],
    PHONE: [""],
    ONLINE: [""],
}
PEOPLE = ["社区居民", "村民代表", "个体工商户", "脱贫户", "学生家长", "养殖户", "外卖骑手", "独居老人", "返乡创业青年"]
CALM = [
    "走访了解近况,宣讲了惠民政策,没有反映问题。",
    "看望老人,帮助整理屋前排水沟,没有反映问题。",
    "宣讲医保缴费政策,解答了缴费办法。",
    "了解春耕和农资供应情况,群众表示满意。",
    "向群众介绍委员工作室值班时间和联系方式。",
]
SETTLED, EXPLAINED, REFERRED = Matter.Outcome.SETTLED, Matter.Outcome.EXPLAINED, Matter.Outcome.REFERRED
REPORTED, OPINION, TOPIC = Matter.Outcome.REPORTED, Matter.Outcome.OPINION, Matter.Outcome.TOPIC
PROPOSAL, GUIDED, HISTORY = Matter.Outcome.PROPOSAL, Matter.Outcome.GUIDED, Matter.Outcome.HISTORY
NOTED = Matter.Outcome.NOTED
# category, text, answer on the spot, what comes of it
MATTERS = [
    ("道路交通", "{village}村口路灯坏了两个月,晚上出行不便", "已联系村委会,本周内修好", SETTLED),
    ("道路交通", "{village}到镇上的公路有两处塌陷,雨天车辆难行", "", REFERRED),
    ("道路交通", "幼儿园接送时段门口拥堵", "请交警中队到场看过,先错峰接送", SETTLED),
    ("道路交通", "景区周边停车难、卫生差", "", TOPIC),
    ("道路交通", "{village}没有公交站点,老人赶集要走四里路", "", REFERRED),
    ("水利灌溉", "{village}机井年久失修,灌溉困难", "说明了今年的高标准农田项目安排", EXPLAINED),
    ("水利灌溉", "{village}支渠淤塞,下游三个组浇不上水", "", REFERRED),
    ("水利灌溉", "自来水在用水高峰时压力不够,三楼以上没有水", "", REFERRED),
    ("住房城建", "老旧小区电动车飞线充电,有隐患", "", REPORTED),
    ("住房城建", "小区没有物业,楼道灯和下水道没有人管", "", REPORTED),
    ("住房城建", "{village}危房改造补助标准不清楚", "说明了补助标准和申请办法", EXPLAINED),
    ("教育", "{village}小学没有课后托管,家长下班晚接不了", "", REFERRED),
    ("教育", "学区划分调整后上学要过两条大马路", "", OPINION),
    ("医疗卫生", "独居老人看病取药不便", "与村医约好每周上门一次", SETTLED),
    ("医疗卫生", "{village}卫生室常用药不齐", "", REFERRED),
    ("医疗卫生", "慢病门诊报销手续多,跑三趟才办成", "请医保窗口现场解释,当天补齐材料", SETTLED),
    ("社保就业", "外卖骑手没有休息和充电的地方", "", OPINION),
    ("社保就业", "返乡人员想学电商,不知道哪里有培训", "介绍了县人社局的培训班", SETTLED),
    ("社保就业", "城乡居民养老保险断缴几年能不能补", "按政策说明了补缴办法", EXPLAINED),
    ("环境卫生", "{village}垃圾清运不及时,夏天气味大", "与镇上环卫站约定隔天清运", SETTLED),
    ("环境卫生", "养殖场粪水流到{village}水塘", "", REFERRED),
    ("环境卫生", "建筑工地夜间施工扰民", "请执法中队劝停,说明了投诉电话", SETTLED),
    ("农业农村", "农产品滞销,缺冷库", "介绍了供销社的收购点", PROPOSAL),
    ("农业农村", "{village}想办民宿,不清楚用地手续", "说明了手续,请他们找镇自然资源所", EXPLAINED),
    ("农业农村", "撂荒地越来越多,年轻人不愿意种", "", TOPIC),
    ("治安纠纷", "宅基地纠纷,已在打官司", "说明了应走司法渠道", GUIDED),
    ("治安纠纷", "邻居修围墙占了公共过道", "双方到现场量过,约定退回半米", SETTLED),
    ("治安纠纷", "拖欠工钱三个月", "说明了劳动监察和法律援助的渠道", GUIDED),
    ("政策咨询", "冬季供暖温度不够", "", NOTED),
    ("政策咨询", "想了解高龄津贴怎么申领", "当场说明,帮助填了申请表", SETTLED),
    ("其他", "老人保存着抗战时期的支前证,愿意口述当年的事", "", HISTORY),
    ("其他", "广场舞场地灯光太暗", "", NOTED),
]
BEFORE = [
    ("镇政府", "上个月", "答复说正在排计划"),
    ("村委会", "今年春天", "没有答复"),
    ("12345热线", "前两周", "回电说已转部门"),
]
RETURNED = ["地点没有写,请补上", "人次与签到不符,请核对", "事由写得太简单,请写明问题", "日期与值班表对不上,请核对"]
WITHDRAWN = ["与另一条重复", "记错了人,另记一条"]
INSTEAD = [
    "整理本月民情日志,走访门口商户",
    "入户看望两位独居老人",
    "学习协商议事办法,核对工作室台账",
    "到村里张贴值班表,向群众介绍工作室",
]
# themes of shifts, and who else is asked to come (1+N)
THEMES = [
    ("医保缴费政策咨询", "县医保局窗口负责人"),
    ("春耕用水", "县水利局工程师、石桥镇分管负责人"),
    ("返乡创业政策", "县人社局、农商行客户经理"),
    ("老旧小区改造", "县住建局、社区书记"),
    ("法律咨询", "县司法局、法律顾问"),
]
# what becomes of matters
UNIT_OF = {
    "道路交通": ["交通局", "石桥镇"],
    "水利灌溉": ["水利局"],
    "住房城建": ["住建局"],
    "教育": ["教育局"],
    "医疗卫生": ["卫健局"],
    "环境卫生": ["城管局", "石桥镇"],
    "农业农村": ["农业农村局"],
    "社保就业": ["石桥镇"],
    "治安纠纷": ["石桥镇"],
    "政策咨询": ["住建局"],
}
CONTACT = "0000-1230000"
DONE = [
    "已派人到现场,问题已经解决。",
    "已列入本月计划并施工完毕。",
    "已更换设施,恢复正常使用。",
    "已上门办理,群众认可。",
]
DOING = ["已列入三季度项目,正在招标。", "正在与镇里核对用地,下月开工。", "资金已下达一半,余下的正在争取。"]
CANNOT = ["受规划限制,近期不能实施。", "不符合现行补助政策,已作说明。", "牵涉省道改建,要等上级批复。"]
TOLD = ["说明了办理的情况和结果。", "带他到现场看了。", "打电话说明了原因,也说了以后怎么办。"]
GIVEN_BACK = ["不属于本单位职责", "已由别的单位立项,建议改办"]
REJECTED = ["没有说什么时候完工,请补充", "答非所问,请到现场核实后再答复"]
FIELDS = ["农业种植", "乡村旅游", "社区治理", "法律调解", "红白理事", "企业经营", "民间文艺"]
